import { inspect } from 'node:util';
import { PlainError } from './ensure.ts';
import type { Terminal } from './terminal.ts';

export interface RunToEndOptions {
  /** @default 130, as shells do it */
  readonly interruptedExitCode?: number;
}

const exitCodes = { ok: 0, failed: 1, interrupted: 130 } as const;

/**
 * Runs to the end, the first failure, Ctrl-C, or the death of a process that was started, whichever comes first; then cleans
 * up and exits. Whatever happens, no process is left behind.
 */
export async function runToEnd(
  terminal: Terminal,
  run: (rest: AsyncDisposableStack, onDeath: (sentence: string) => void) => Promise<void>,
  { interruptedExitCode = exitCodes.interrupted }: RunToEndOptions = {},
): Promise<never> {
  const rest = new AsyncDisposableStack();
  const cut = Promise.withResolvers<never>();
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
    cut.reject(new PlainError('Interrupted'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  // Whoever read our lines is gone, as with `| head`.
  process.stdout.on('error', interrupt);

  let exitCode: number = exitCodes.ok;
  try {
    const onDeath = (sentence: string): void => cut.reject(new PlainError(sentence));
    await Promise.race([run(rest, onDeath), cut.promise]);
  } catch (error) {
    exitCode = isInterrupted ? interruptedExitCode : exitCodes.failed;
    terminal.settle();
    terminal.line();
    terminal.line(isInterrupted ? '  Stopping.' : describe(terminal, error));
    // What still runs has nothing more to say.
    terminal.mute();
  }
  await rest.disposeAsync();
  process.exit(exitCode);
}

function describe({ style }: Terminal, error: unknown): string {
  const mark = style(['bold', 'red'], '✗');
  if (error instanceof PlainError) return `  ${mark} ${error.message}`;
  // Not a promise of the product but a fault on the way: where it happened, and why, helps.
  return `  ${mark} ${inspect(error)}`;
}
