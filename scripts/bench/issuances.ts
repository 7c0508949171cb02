/** Issuing many tokens through the server, as an integrator does. */
import { setTimeout as sleep } from 'node:timers/promises';
import { requestsOf, type Load, type LoadProcess } from './load.ts';

export interface User {
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
}

export const password = 'Correct-Horse-7-Battery';

/** Lanes that accept at the same time. */
export const lanes = 20;

/** What is issued; `{n}` makes each one different. */
export const tokens = {
  algorand: {
    tokenType: 'asa-ft',
    body: {
      network: 'algorand-localnet',
      name: 'Bench {n}',
      unitName: 'BENCH',
      totalSupply: '1000000',
      decimals: 2,
      url: 'https://example.org/bench',
    },
  },
  arc200: {
    tokenType: 'arc200-mintable',
    body: {
      network: 'algorand-localnet',
      name: 'Bench {n}',
      symbol: 'BENCH',
      decimals: 6,
      initialSupply: '1000',
      cap: '1000000',
    },
  },
  arc1400: {
    tokenType: 'arc1400',
    body: {
      network: 'algorand-localnet',
      name: 'Bench {n}',
      symbol: 'BENCH',
      decimals: 6,
      initialSupply: '1000',
      cap: '1000000',
    },
  },
  evm: {
    tokenType: 'erc20-mintable',
    body: {
      network: 'evm-localnet',
      name: 'Bench {n}',
      symbol: 'BENCH',
      decimals: 18,
      initialSupply: '1000',
      cap: '1000000',
    },
  },
} as const;

export async function registerUser(url: string, email = 'bench@example.com'): Promise<User> {
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, confirmPassword: password }),
  });
  if (!answer.ok) throw new Error(`Cannot register: ${await answer.text()}`);
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return { email, password, accessToken };
}

/** Posts of issuances, each with an Idempotency-Key of its own as the SDK makes them. */
export function issuing(
  url: string,
  user: User,
  { family, count }: { readonly family: keyof typeof tokens; readonly count: number },
): Load {
  const { tokenType, body } = tokens[family];
  return {
    origin: url,
    method: 'POST',
    path: `/api/v1/token/${tokenType}`,
    headers: { ...requestsOf(user), 'idempotency-key': 'bench-{n}' },
    body: JSON.stringify(body),
    lanes,
    until: { count },
  };
}

export interface Issued {
  /** From the first request to the last Completed, in ms. */
  readonly elapsedMs: number;
  readonly latencies: readonly number[];
}

const pollMs = 200;

/** Issues tokens and waits until all of them are Completed. */
export async function issueAndComplete(load: LoadProcess, issuances: Load): Promise<Issued> {
  if (!('count' in issuances.until)) throw new TypeError('Cannot issue without an end');
  const { count } = issuances.until;
  const from = await readToEnd(issuances, undefined);
  const started = Date.now();
  const { latencies } = await load.run(issuances);

  let { cursor } = from;
  let completed = 0;
  let last = started;
  while (completed < count) {
    await sleep(pollMs);
    const page = await readToEnd(issuances, cursor);
    cursor = page.cursor;
    completed += page.completedAt.length;
    last = Math.max(last, ...page.completedAt);
    if (page.failed > 0) throw new Error(`${page.failed} deployments failed`);
  }
  // The server's own time of the last Completed, so that asking seldom costs no precision.
  return { elapsedMs: last - started, latencies };
}

interface Events {
  readonly cursor: string | undefined;
  readonly completedAt: number[];
  readonly failed: number;
}

async function readToEnd({ origin, headers }: Load, after: string | undefined): Promise<Events> {
  const { authorization = '' } = headers;
  const completedAt: number[] = [];
  let failed = 0;
  let cursor = after;
  for (;;) {
    const query = new URLSearchParams({ limit: '500', ...(cursor && { after: cursor }) });
    const answer = await fetch(`${origin}/api/v1/events?${query}`, { headers: { authorization } });
    if (!answer.ok) throw new Error(`Cannot read events: ${await answer.text()}`);
    const { items, nextCursor } = (await answer.json()) as {
      items: { type: string; timestamp: string }[];
      nextCursor: string;
    };
    for (const { type, timestamp } of items) {
      if (type === 'deployment.completed') completedAt.push(Date.parse(timestamp));
      if (type === 'deployment.failed') failed += 1;
    }
    cursor = nextCursor;
    if (items.length < 500) return { cursor, completedAt, failed };
  }
}
