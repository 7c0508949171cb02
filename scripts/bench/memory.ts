/** The server's memory after many deployments: what it keeps must not grow with what it has done. */
import type { Bench } from './bench.ts';
import { issueAndComplete, issuing } from './issuances.ts';
import { readMemoryMb } from './process.ts';
import { formatRate } from './report.ts';

const goalMb = 300;
const goalDeployments = 10_000;

export const memory: Bench = async (stage, { memoryDeployments: count }) => {
  await using server = await stage.startServer();
  const atStart = readMemoryMb(server.pid);
  if (atStart === undefined) {
    const what = 'memory of the server';
    return [{ what, measured: 'needs /proc', against: '', ratio: '', goal: '', met: null }];
  }
  const issuances = issuing(server.url, server.user, { family: 'algorand', count });
  const { elapsedMs } = await issueAndComplete(stage.load, issuances);
  const { now, highest } = readMemoryMb(server.pid) ?? { now: NaN, highest: NaN };
  const isGoal = count >= goalDeployments;
  return [
    {
      what: `resident memory after ${count} deployments`,
      measured: `${now.toFixed(0)} MB, at most ${highest.toFixed(0)} MB`,
      against: `${atStart.now.toFixed(0)} MB before; ${formatRate(count / (elapsedMs / 1_000), 'tokens')}`,
      ratio: '',
      goal: isGoal ? `< ${goalMb} MB` : `< ${goalMb} MB after ${goalDeployments} (--long)`,
      met: isGoal ? now < goalMb : null,
    },
  ];
};
