import { getPriority, setPriority } from 'node:os';
import { parentPort, type Transferable } from 'node:worker_threads';

export type ThreadAnswer<Answer> = { readonly value: Answer } | { readonly error: unknown };

export interface ServeThreadOptions<Answer> {
  /** How many of Linux's 40 steps of priority the thread stays behind the rest of the process. */
  readonly stepsBehind: number;
  /** What of an answer goes over without a copy that stays here. @default nothing */
  readonly transfer?: (answer: Answer) => readonly Transferable[];
}

const niceMax = 19;

/** Makes the thread that calls it answer what {@link createThreads} sends, one request after another. */
export function serveThread<Request, Answer>(
  work: (request: Request) => Answer,
  { stepsBehind, transfer = () => [] }: ServeThreadOptions<Answer>,
): void {
  stepBack(stepsBehind);
  parentPort?.on('message', (request: Request) => {
    try {
      const value = work(request);
      parentPort?.postMessage({ value } satisfies ThreadAnswer<Answer>, transfer(value));
    } catch (error) {
      parentPort?.postMessage({ error } satisfies ThreadAnswer<Answer>, []);
    }
  });
}

/** Only Linux knows the priority of one thread; elsewhere this would be that of the whole process. */
function stepBack(steps: number): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Math.min(niceMax, getPriority() + steps));
  } catch {
    // A sandbox that forbids it: the thread then takes turns with the rest.
  }
}
