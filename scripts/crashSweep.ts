/**
 * Kills the server again and again while it issues on both chains, and counts what came of it.
 *
 * `pnpm crash-sweep --deployments 200 --kills 12 --seed 7`: every request is repeated with its key until it is answered,
 * every deployment must complete, and each must be exactly one token. The seed is printed, so that a run can be repeated.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createClient, type BiatecTokensClient } from '@biatec-tokens/sdk';
import { ensure } from './lib/ensure.ts';
import { findPort } from './lib/findPort.ts';
import { listAssetNames, listErc20Names } from './lib/listTokens.ts';
import { createRandom } from './lib/random.ts';
import { runToEnd } from './lib/runToEnd.ts';
import { startChains } from './lib/startChains.ts';
import { startServer, type ServerProcess } from './lib/startServer.ts';
import { createTerminal, formatMs } from './lib/terminal.ts';

const { values } = parseArgs({
  options: {
    deployments: { type: 'string', default: '200' },
    kills: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const count = Number(values.deployments);
const kills = Number(values.kills);
const random = createRandom(Number(values.seed));
const lanes = 10;
const answeredMsMax = 60_000;
const lifeMs = { min: 300, max: 3_000 };
const terminal = createTerminal(process.stdout);

await runToEnd(terminal, async (rest) => {
  terminal.line(`Issuing ${count} tokens under ${kills} kills, seed ${values.seed}`);
  const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-sweep-'));
  rest.defer(() => rmSync(folder, { recursive: true, force: true }));
  const chains = rest.use(await startChains());
  const port = await findPort(18_080);
  const start = () => startServer({ chains, databaseFile: join(folder, 'sweep.db'), port });
  let server: ServerProcess = await start();
  rest.defer(() => server[Symbol.asyncDispose]());

  const client = createClient({ baseUrl: server.url });
  const password = 'Public sweep passw0rd';
  const issuer = await client.auth.register({
    email: 'sweep@example.com',
    password,
    confirmPassword: password,
  });

  const startedAt = Date.now();
  const names = Array.from({ length: count }, (_, index) => `Sweep ${index}`);
  const pending = names.entries();
  const ids = new Map<string, string>();
  const lane = async (): Promise<void> => {
    for (const [index, name] of pending) ids.set(name, await issue(client, index, name));
  };
  const issuing = Promise.all(Array.from({ length: lanes }, lane));

  for (let kill = 1; kill <= kills; kill += 1) {
    await sleep(lifeMs.min + random() * (lifeMs.max - lifeMs.min));
    await server.end('SIGKILL');
    const accepted = ids.size;
    server = await start();
    terminal.line(`  kill ${kill}: ${accepted} of ${count} answered so far`);
  }
  await issuing;

  for (const [name, id] of ids) {
    const { status, history } = await client.deployments.wait(id);
    const sequences = history.map(({ sequence }) => sequence).join();
    ensure(status === 'Completed', `"${name}" ended as ${status}, should be Completed`);
    ensure(sequences === '1,2,3,4,5,6', `"${name}" has the sequences ${sequences}`);
  }
  const found = [
    ...(await listAssetNames(chains.algorand, issuer.algorandAddress)),
    ...(await listErc20Names(chains.evm, issuer.evmAddress)),
  ];
  ensure(
    found.toSorted().join() === names.toSorted().join(),
    `${found.length} tokens are on chain (${new Set(found).size} different), should be ${count}`,
  );
  const elapsed = formatMs(Date.now() - startedAt);
  terminal.line(`${count} deployments, ${found.length} tokens, ${kills} kills, ${elapsed}.`);
});

/** Repeats the request with its key until a server lives long enough to answer it. */
async function issue(client: BiatecTokensClient, index: number, name: string): Promise<string> {
  const options = { idempotencyKey: `sweep-${index}` };
  const giveUpAt = Date.now() + answeredMsMax;
  for (;;) {
    try {
      const { deploymentId } =
        index % 2 === 0
          ? await client.tokens.issue('asa-ft', asset(name), options)
          : await client.tokens.issue('erc20-mintable', contract(name), options);
      return deploymentId;
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await sleep(200);
    }
  }
}

function asset(name: string) {
  return {
    network: 'algorand-localnet',
    name,
    unitName: 'SWP',
    totalSupply: '1000',
    decimals: 2,
  } as const;
}

function contract(name: string) {
  return {
    network: 'evm-localnet',
    name,
    symbol: 'SWP',
    initialSupply: '10.5',
    decimals: 18,
    cap: '1000',
  } as const;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
