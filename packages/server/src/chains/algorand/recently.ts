import type { Clock } from '../../ports/clock.ts';

/** Age up to which an answer serves several issuances. */
const ageMsMax = 100;

/** Asks at most every 100 ms, whatever the number of callers; a failure is not remembered. */
export function recently<Answer>(
  clock: Pick<Clock, 'now'>,
  ask: () => Promise<Answer>,
): () => Promise<Answer> {
  let latest: { readonly askedAtMs: number; readonly answer: Promise<Answer> } | undefined;
  return () => {
    const nowMs = clock.now().getTime();
    if (latest === undefined || nowMs - latest.askedAtMs > ageMsMax) {
      const asked = { askedAtMs: nowMs, answer: ask() };
      latest = asked;
      asked.answer.catch(() => {
        if (latest === asked) latest = undefined;
      });
    }
    return latest.answer;
  };
}
