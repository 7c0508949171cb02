import { exitCodes, type Command, type CommandInput } from './command.ts';
import { operatorEntry, withStore, type CommandDeps } from './withStore.ts';

/** Lets a user in no more: sessions, API keys and reset links are void on every running server within half a second. */
export const deactivate: Command = {
  summary: 'Let a user in no more: EMAIL; sessions and API keys end',
  run: (input) =>
    change(input, 'deactivate', (deps, userId) =>
      deps.store.deactivateUser(
        userId,
        deps.clock.now(),
        operatorEntry(deps, 'user.deactivate', userId),
      ),
    ),
};

/** Lets a deactivated user in again; what ended stays ended. */
export const activate: Command = {
  summary: 'Let a deactivated user in again: EMAIL',
  run: (input) =>
    change(input, 'activate', (deps, userId) =>
      deps.store.reactivateUser(userId, operatorEntry(deps, 'user.activate', userId)),
    ),
};

async function change(
  { args, env }: CommandInput,
  name: 'activate' | 'deactivate',
  apply: (deps: CommandDeps, userId: string) => Promise<boolean>,
): Promise<number> {
  const [email, ...more] = args;
  if (email === undefined || more.length > 0) {
    process.stderr.write(`Usage: biatec-tokens ${name} EMAIL\n`);
    return exitCodes.usage;
  }
  return withStore(env, async (deps) => {
    const found = await deps.store.findUserByEmail(email.trim().toLowerCase());
    if (found === undefined) {
      process.stderr.write(`Cannot ${name} a user: nobody has the email "${email}"\n`);
      return exitCodes.failed;
    }
    const { user } = found;
    const when = (await apply(deps, user.id)) ? 'now' : 'already';
    process.stdout.write(
      `${user.email} (${user.id}) is ${when} ${name === 'activate' ? 'active' : 'inactive'}\n`,
    );
    return exitCodes.ok;
  });
}
