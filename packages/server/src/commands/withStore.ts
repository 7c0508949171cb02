import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { AuditEntry, Store } from '../ports/store/index.ts';
import { createIds } from '../runtime/createIds.ts';
import { systemClock } from '../runtime/systemClock.ts';
import { createSqliteStore } from '../store/sqlite/createSqliteStore.ts';
import { exitCodes, readConfigOrComplain, type CommandInput } from './command.ts';

/** What a command of an operator works with. */
export interface CommandDeps {
  readonly store: Store;
  readonly ids: Ids;
  readonly clock: Pick<Clock, 'now'>;
}

/** Runs on the store of the settings, beside servers that may be running. @returns the exit code. */
export async function withStore(
  env: CommandInput['env'],
  run: (deps: CommandDeps) => Promise<number>,
): Promise<number> {
  const config = readConfigOrComplain(env);
  if (config === undefined) return exitCodes.configuration;
  const ids = createIds({ clock: systemClock });
  const store = await createSqliteStore({ file: config.databaseFile, ids });
  try {
    return await run({ store, ids, clock: systemClock });
  } finally {
    await store.close();
  }
}

/** The line of the audit trail for what an operator did with a command. */
export function operatorEntry(
  { ids, clock }: Pick<CommandDeps, 'ids' | 'clock'>,
  action: `${string}.${string}`,
  target: string,
): AuditEntry {
  return {
    id: ids.next('audit'),
    at: clock.now(),
    actor: 'operator',
    organizationId: null,
    correlationId: null,
    ip: null,
    userAgent: null,
    action,
    target,
    outcome: 'success',
    errorCode: null,
    details: {},
  };
}
