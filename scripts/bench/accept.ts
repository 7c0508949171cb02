/** How long a request for an issuance takes until it is stored for good, at 20 lanes. */
import { issuing, lanes } from './issuances.ts';
import type { Bench } from './bench.ts';
import { formatMs, formatRate, type Row } from './report.ts';
import { percentile } from './samples.ts';

const warmUp = 1_000;
const measured = 2_000;
const goalMs = 50;

export const accept: Bench = async (stage) => {
  const rows: Row[] = [];
  for (const workers of [true, false]) {
    await using server = await stage.startServer({ workers });
    const posts = (count: number) =>
      stage.load.run(issuing(server.url, server.user, { family: 'algorand', count }));
    await posts(warmUp);
    const { latencies, elapsedMs } = await posts(measured);
    const p99 = percentile(latencies, 0.99);
    rows.push({
      what: workers
        ? `accept asa-ft, ${lanes} lanes, the same process issuing meanwhile`
        : `accept asa-ft, ${lanes} lanes, API alone (--no-workers)`,
      measured: `p50 ${formatMs(percentile(latencies, 0.5))}, p99 ${formatMs(p99)}`,
      against: `${measured} requests, ${formatRate(measured / (elapsedMs / 1_000), 'requests')}`,
      ratio: '',
      goal: `p99 < ${goalMs} ms`,
      met: p99 < goalMs,
    });
  }
  return rows;
};
