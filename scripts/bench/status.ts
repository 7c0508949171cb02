/** Status reads against an empty handler of the same framework, both loaded in the same way, in turns. */
import type { Bench } from './bench.ts';
import { issueAndComplete, issuing } from './issuances.ts';
import { requestsOf, type Load } from './load.ts';
import { readCpuMs } from './process.ts';
import { formatMs, formatPercent, formatRate, type Row } from './report.ts';
import { mean, percentile } from './samples.ts';
import { startEmptyHono, type Stage } from './stage.ts';

const lanes = 10;
const warmUpMs = 2_000;
const turns = 4;
const turnMs = 2_000;
const goalShare = 0.5;

export const status: Bench = async (stage) => {
  await using server = await stage.startServer();
  await using empty = await startEmptyHono();
  const reading = { method: 'GET', headers: requestsOf(server.user), lanes } as const;
  const path = await findStatusPath(stage, server);
  const ours = { ...reading, origin: server.url, path };
  const bare = { ...reading, origin: empty.url, path: '/empty/1' };

  for (const load of [bare, ours]) await stage.load.run({ ...load, until: { ms: warmUpMs } });
  const measured = { ours: [] as Turn[], bare: [] as Turn[] };
  for (let turn = 0; turn < turns; turn += 1) {
    measured.bare.push(await measure(stage, bare, empty.pid));
    measured.ours.push(await measure(stage, ours, server.pid));
  }

  const rates = {
    ours: mean(measured.ours.map((turn) => turn.rate)),
    bare: mean(measured.bare.map((turn) => turn.rate)),
  };
  const latencies = measured.ours.flatMap((turn) => turn.latencies);
  const share = rates.ours / rates.bare;
  const rows: Row[] = [
    {
      what: `read a Completed deployment's status, ${lanes} lanes`,
      measured: `${formatRate(rates.ours, 'requests')}, p99 ${formatMs(percentile(latencies, 0.99))}`,
      against: `empty Hono handler: ${formatRate(rates.bare, 'requests')}`,
      ratio: formatPercent(share),
      goal: `≥ ${formatPercent(goalShare)}`,
      met: share >= goalShare,
    },
  ];
  const cpu = {
    ours: mean(measured.ours.map((turn) => turn.cpuMsEach)),
    bare: mean(measured.bare.map((turn) => turn.cpuMsEach)),
  };
  if (Number.isNaN(cpu.ours)) return rows;
  return [
    ...rows,
    {
      what: "the same in the server's processor time, which other load does not change",
      measured: formatMs(cpu.ours),
      against: `empty Hono handler: ${formatMs(cpu.bare)}`,
      ratio: formatPercent(cpu.bare / cpu.ours),
      goal: '',
      met: null,
    },
  ];
};

interface Turn {
  readonly rate: number;
  readonly cpuMsEach: number;
  readonly latencies: readonly number[];
}

async function measure(stage: Stage, load: Omit<Load, 'until'>, pid: number): Promise<Turn> {
  const before = readCpuMs(pid) ?? NaN;
  const { latencies, elapsedMs } = await stage.load.run({ ...load, until: { ms: turnMs } });
  const cpuMs = (readCpuMs(pid) ?? NaN) - before;
  const count = latencies.length;
  return { rate: count / (elapsedMs / 1_000), cpuMsEach: cpuMs / count, latencies };
}

/** Where the status of a finished issuance is. */
export async function findStatusPath(
  stage: Stage,
  { url, user }: Awaited<ReturnType<Stage['startServer']>>,
): Promise<string> {
  const one = issuing(url, user, { family: 'algorand', count: 1 });
  await issueAndComplete(stage.load, one);
  const answer = await fetch(`${url}/api/v1/deployment-status`, { headers: one.headers });
  const { items } = (await answer.json()) as { items: { deploymentId: string }[] };
  return `/api/v1/deployment-status/${items[0]?.deploymentId}`;
}
