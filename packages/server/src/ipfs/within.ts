import { PinError } from './pinError.ts';

/**
 * Runs a call that ends in time: with its result, its error, or a PinError that says that it stalled.
 *
 * The call is told by the signal, and left alone when it does not listen.
 */
export async function within<Result>(
  timeoutMs: number,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new PinError(`it was not done within ${timeoutMs} ms`, { mayPass: true }));
      stop.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([run(stop.signal), stalled]);
  } finally {
    clearTimeout(timer);
    // A call that failed half way must not go on in the background.
    stop.abort();
  }
}
