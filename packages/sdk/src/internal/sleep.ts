/** The longest time a timer takes, some 24 days; a longer one would be over at once. */
export const timerMsMax = 2 ** 31 - 1;

/** Waits, or rejects with the signal's reason as soon as it is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(reasonOf(signal));
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(reasonOf(signal));
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      },
      Math.min(ms, timerMsMax),
    );
    signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Settles like the promise, unless the signal is aborted first. The promise itself runs on. */
export function orAborted<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(reasonOf(signal));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

// A caller may abort with any value; it is passed on as it is.
function reasonOf(signal: AbortSignal | undefined): Error {
  return signal?.reason as Error;
}
