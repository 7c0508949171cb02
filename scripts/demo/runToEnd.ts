import { inspect } from 'node:util';
import { BrokenPromiseError } from './ensure.ts';
import type { Terminal } from './terminal.ts';

const exitCodes = { ok: 0, failed: 1, interrupted: 130 } as const;

/**
 * Tells a story to its end, its failure, Ctrl-C, or the death of a process it started, whichever is first; then cleans up
 * and exits. Whatever happens, no process is left behind.
 */
export async function runToEnd(
  terminal: Terminal,
  tell: (stage: AsyncDisposableStack, onDeath: (sentence: string) => void) => Promise<void>,
): Promise<never> {
  const rest = new AsyncDisposableStack();
  const cut = Promise.withResolvers<never>();
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
    cut.reject(new Error('Interrupted'));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  // Whoever read our lines is gone, as with `| head`.
  process.stdout.on('error', interrupt);

  let exitCode: number = exitCodes.ok;
  try {
    const onDeath = (sentence: string): void => cut.reject(new Error(sentence));
    await Promise.race([tell(rest, onDeath), cut.promise]);
  } catch (error) {
    exitCode = isInterrupted ? exitCodes.interrupted : exitCodes.failed;
    terminal.settle();
    terminal.line();
    terminal.line(isInterrupted ? '  Interrupted.' : describe(terminal, error));
  }
  await rest.disposeAsync();
  process.exit(exitCode);
}

function describe({ style }: Terminal, error: unknown): string {
  const mark = style(['bold', 'red'], '✗');
  if (error instanceof BrokenPromiseError) return `  ${mark} ${error.message}`;
  // Not a promise of the product but a fault on the way: where it happened, and why, helps.
  return `  ${mark} ${inspect(error)}`;
}
