/** Makes the requests that its parent asks for, one load after another. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Load, LoadAnswer, Loaded, LoadOrder } from './load.ts';

let number = 0;

process.on('message', ({ id, load }: LoadOrder) => {
  run(load).then(
    (loaded) => send({ id, ...loaded }),
    (error: unknown) => send({ id, error: String(error) }),
  );
});

function send(answer: LoadAnswer): void {
  process.send?.(answer);
}

async function run(load: Load): Promise<Loaded> {
  const { origin, lanes, pauseMs = 0, until } = load;
  const pool = new Pool(origin, { connections: lanes, pipelining: 1 });
  const latencies: number[] = [];
  const started = performance.now();
  let begun = 0;
  const goesOn = () =>
    'count' in until ? begun < until.count : performance.now() - started < until.ms;

  // At random, or all lanes would ask at the same moments.
  const pause = async () => pauseMs > 0 && (await sleep(pauseMs * (0.5 + Math.random())));

  async function runLane(lane: number): Promise<void> {
    if (lane > 0) await pause();
    while (goesOn()) {
      begun += 1;
      latencies.push(await request(pool, load, lane));
      await pause();
    }
  }
  try {
    await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
  } finally {
    await pool.close();
  }
  return { latencies, elapsedMs: performance.now() - started };
}

async function request(
  pool: Pool,
  { method, path, headers, body }: Load,
  lane: number,
): Promise<number> {
  number += 1;
  const fill = (text: string) =>
    text.replaceAll('{n}', String(number)).replaceAll('{lane}', String(lane));
  const filled = Object.entries(headers).map(([name, value]) => [name, fill(value)]);
  const started = performance.now();
  const answer = await pool.request({
    method,
    path,
    headers: Object.fromEntries(filled) as Record<string, string>,
    ...(body === undefined ? {} : { body: fill(body) }),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) throw new Error(`HTTP ${answer.statusCode}: ${text}`);
  return performance.now() - started;
}
