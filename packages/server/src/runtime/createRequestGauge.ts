import type { Clock } from '../ports/clock.ts';
import type { RequestGauge } from '../ports/requestGauge.ts';

/** Time after an answer in which the next request is expected, in ms. */
const momentMs = 25;

export function createRequestGauge({
  clock,
}: {
  readonly clock: Pick<Clock, 'now'>;
}): RequestGauge {
  let waiting = 0;
  let answeredAtMs = -Infinity;
  return {
    enter() {
      waiting += 1;
      return () => {
        waiting -= 1;
        answeredAtMs = clock.now().getTime();
      };
    },
    isAnswering: () => waiting > 0 || clock.now().getTime() - answeredAtMs < momentMs,
  };
}
