/** The server's issuances per second, between two runs of a raw loop that does the same on the same chain. */
import { issueAndComplete, issuing, lanes, type tokens } from './issuances.ts';
import { formatPercent, formatRate, type Row } from './report.ts';
import { mean } from './samples.ts';
import type { Stage } from './stage.ts';

/** Makes that many tokens, so many at a time, and resolves when the chain has them all. */
export type RawLoop = (loop: {
  readonly count: number;
  readonly inFlight: number;
}) => Promise<void>;

export const rawInFlight = 16;
const goalShare = 0.8;
/** Both sides run on warm code; a server does most of its work that way. */
const warmUp = 300;

export interface EndToEnd {
  readonly family: keyof typeof tokens;
  readonly title: string;
  readonly count: number;
  /** Loops without the server; the server is judged by the fastest of the first, whatever is in flight. */
  readonly raw: { readonly name: string; readonly loop: RawLoop };
  /** More loops to print beside it, without a goal. */
  readonly others?: readonly { readonly name: string; readonly loop: RawLoop }[];
}

export async function measureEndToEnd(stage: Stage, options: EndToEnd): Promise<Row[]> {
  const { family, title, count, raw, others = [] } = options;
  await using server = await stage.startServer();
  const issue = (n: number) =>
    issueAndComplete(stage.load, issuing(server.url, server.user, { family, count: n }));

  for (const { loop } of [raw, ...others]) await loop({ count: warmUp, inFlight: rawInFlight });
  await issue(warmUp);

  // Half before and half after, so that neither a busier machine nor a longer chain favours one side.
  const half = Math.ceil(count / 2);
  const loops = [
    { ...raw, inFlight: rawInFlight },
    { ...raw, inFlight: 1 },
    ...others.map((other) => ({ ...other, inFlight: rawInFlight })),
  ];
  const measureLoops = async () => {
    const rates: number[] = [];
    for (const { loop, inFlight } of loops) {
      // One after another is slower and needs no such number to be told.
      const n = inFlight === 1 ? Math.ceil(half / 5) : half;
      const started = performance.now();
      await loop({ count: n, inFlight });
      rates.push(n / ((performance.now() - started) / 1_000));
    }
    return rates;
  };
  const before = await measureLoops();
  const { elapsedMs } = await issue(count);
  const after = await measureLoops();

  const ours = count / (elapsedMs / 1_000);
  const rates = loops.map((_, at) => mean([before[at] ?? 0, after[at] ?? 0]));
  const fastest = Math.max(rates[0] ?? 0, rates[1] ?? 0);
  return loops.map(({ name, inFlight }, at): Row => {
    const rate = rates[at] ?? 0;
    const isJudge = rate === fastest;
    return {
      what: `${title}, ${count} deployments from ${lanes} lanes to the last Completed`,
      measured: formatRate(ours, 'tokens'),
      against: `${name}, ${inFlight === 1 ? 'one by one' : `${inFlight} in flight`}: ${formatRate(rate, 'tokens')}`,
      ratio: formatPercent(ours / rate),
      goal: isJudge ? `≥ ${formatPercent(goalShare)}` : '',
      met: isJudge ? ours / rate >= goalShare : null,
    };
  });
}
