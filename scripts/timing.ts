/**
 * Measures whether sign-in or a forgotten password tells who is registered: by time, body or headers.
 *
 * `pnpm timing --tries 400`: known and unknown addresses take turns, in random order, against the real server. Bodies
 * and headers must be the same; the medians of the times should differ by less than 5 ms.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mean, median } from './bench/samples.ts';
import { ensure } from './lib/ensure.ts';
import { localNetworksOnly } from './lib/localNetworksOnly.ts';
import { runToEnd } from './lib/runToEnd.ts';
import { startProcess } from './lib/startProcess.ts';
import { createTerminal } from './lib/terminal.ts';

const { values } = parseArgs({ options: { tries: { type: 'string', default: '400' } } });
const pairs = Math.ceil(Number(values.tries) / 2);
/** Below the number that locks an address, and below that of links which may be open at once. */
const triesPerAddress = 3;
const differenceMsMax = 5;
const warmUpPairs = 6;
const password = 'Public test passw0rd';
const terminal = createTerminal(process.stdout);

/** Of every answer its own, whoever asks. */
const ownHeaders = new Set([
  'date',
  'x-correlation-id',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
]);

interface Answer {
  readonly ms: number;
  /** Status, headers and body, without what every answer has of its own. */
  readonly told: string;
}

const stories = [
  {
    name: 'sign in with a wrong password',
    path: '/api/v1/auth/login',
    bodyOf: (email: string) => ({ email, password: 'Wrong test passw0rd' }),
  },
  {
    name: 'ask for a forgotten password',
    path: '/api/v1/auth/forgot-password',
    bodyOf: (email: string) => ({ email }),
  },
];

await runToEnd(terminal, async (rest) => {
  const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-timing-'));
  rest.defer(() => rmSync(folder, { recursive: true, force: true }));
  const server = rest.use(
    await startProcess({
      name: 'server',
      file: 'packages/server/src/main.ts',
      // Nothing beside the answers: mails stay where they are.
      args: ['serve', '--no-workers'],
      env: {
        ...localNetworksOnly,
        PATH: process.env['PATH'],
        PORT: '0',
        DATABASE_URL: `file:${join(folder, 'timing.db')}`,
        LOG_LEVEL: 'warn',
        // Every request is counted, and none held back.
        ...Object.fromEntries(
          ['USER', 'CLIENT', 'AUTH_CLIENT', 'AUTH_EMAIL'].map((whose) => [
            `RATE_LIMIT_${whose}_PER_MINUTE`,
            '1000000',
          ]),
        ),
      },
      isReady: (line) => line['msg'] === 'ready',
    }),
  );
  const url = String(server.ready['url']);
  const users = Math.ceil((pairs + warmUpPairs) / triesPerAddress);
  terminal.line(`Registering ${users} users`);
  for (let user = 0; user < users; user += 1) {
    const body = { email: `known-${user}@example.com`, password, confirmPassword: password };
    const { told } = await ask(`${url}/api/v1/auth/register`, body);
    ensure(told.startsWith('200'), `Cannot register: ${told}`);
  }

  for (const { name, path, bodyOf } of stories) {
    const answers = { known: [] as Answer[], unknown: [] as Answer[] };
    for (let pair = 0; pair < pairs + warmUpPairs; pair += 1) {
      const address = Math.floor(pair / triesPerAddress);
      const order =
        Math.random() < 0.5 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
      for (const who of order) {
        // Names of one length, as the address comes back nowhere, but is stored.
        const email = `${who === 'known' ? 'known' : 'nobod'}-${address}@example.com`;
        const answer = await ask(`${url}${path}`, bodyOf(email));
        if (pair >= warmUpPairs) answers[who].push(answer);
      }
    }
    report(name, answers);
  }
});

function report(name: string, { known, unknown }: Record<'known' | 'unknown', Answer[]>): void {
  const told = new Set([...known, ...unknown].map((answer) => answer.told));
  ensure(told.size === 1, `Answers differ: ${[...told].join('\n')}`);
  const [ofKnown, ofUnknown] = [known, unknown].map((some) => some.map(({ ms }) => ms)) as [
    number[],
    number[],
  ];
  const difference = median(ofKnown) - median(ofUnknown);
  terminal.line(`${name}, ${known.length} known and ${unknown.length} unknown addresses in turns`);
  terminal.line(`  known    median ${ms(median(ofKnown))}, mean ${ms(mean(ofKnown))}`);
  terminal.line(`  unknown  median ${ms(median(ofUnknown))}, mean ${ms(mean(ofUnknown))}`);
  const verdict = Math.abs(difference) < differenceMsMax ? 'met' : 'NOT MET';
  terminal.line(
    `  medians differ by ${ms(difference)}, should be below ${differenceMsMax} ms: ${verdict}`,
  );
  terminal.line('  status, headers and bodies are the same');
}

async function ask(url: string, body: object): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const elapsed = performance.now() - started;
  const headers = [...response.headers].filter(([name]) => !ownHeaders.has(name));
  const { correlationId: _, timestamp: __, ...same } = JSON.parse(text) as Record<string, unknown>;
  return { ms: elapsed, told: `${response.status} ${JSON.stringify([headers, same])}` };
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
