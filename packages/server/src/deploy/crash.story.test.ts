/** SIGKILL of the real server at every named moment of the engine, on both chain families: one token each, nothing lost. */
import { startAlgorandNode, startEvmNode } from '@biatec-tokens/devnet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probePoints } from '../ports/probe.ts';
import { setCrashStage, type CrashStage } from '../testing/crash/crashStory.ts';

/** Two starts of a server, and the lease of a dead worker to run out. */
const storyMsMax = 90_000;

const smoothRun = ['Queued', 'Submitted', 'Pending', 'Confirmed', 'Indexed', 'Completed'];

function expectOneTruthfulRun(story: Awaited<ReturnType<CrashStage['play']>>): void {
  const { status, diedOf, webhookSequences } = story;
  expect(diedOf).toBe('SIGKILL');
  expect(status.status).toBe('Completed');
  expect(status.history.map((entry) => entry.status)).toEqual(smoothRun);
  expect(status.history.map((entry) => entry.sequence)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(webhookSequences).toEqual([1, 2, 3, 4, 5, 6]);
  expect(status.readBack?.every((field) => field.equal)).toBe(true);
}

describe('on an Algorand chain', () => {
  const stack = new AsyncDisposableStack();
  let stage: CrashStage;
  let node: Awaited<ReturnType<typeof startAlgorandNode>>;

  beforeAll(async () => {
    node = stack.use(await startAlgorandNode());
    stage = stack.use(
      await setCrashStage({
        NETWORK_ALGORAND_LOCALNET_ENDPOINTS: node.url.replace('http://', `http://:${node.token}@`),
        NETWORK_ALGORAND_LOCALNET_SPONSOR: node.funderMnemonic,
      }),
    );
  });
  afterAll(() => stack.disposeAsync());

  async function countAssets(name: string): Promise<number> {
    const answer = await fetch(`${node.url}/v2/accounts/${stage.issuer.algorandAddress}`, {
      headers: { 'x-algo-api-token': node.token },
    });
    const account = (await answer.json()) as {
      'created-assets'?: { params: { name: string } }[];
    };
    return (account['created-assets'] ?? []).filter((asset) => asset.params.name === name).length;
  }

  // Algorand attempts have no nonce, so they are opened with their signature.
  const points = probePoints.filter((point) => point !== 'attempt-opened');
  test.for(points)(
    'killed at "%s" it still makes one asset',
    { timeout: storyMsMax },
    async (point) => {
      const name = `Gold ${point}`;

      const story = await stage.play(point, 'asa-ft', {
        network: 'algorand-localnet',
        name,
        unitName: 'GLD',
        totalSupply: '1000',
        decimals: 2,
      });

      expectOneTruthfulRun(story);
      expect(await countAssets(name)).toBe(1);
    },
  );
});

describe('on an EVM chain', () => {
  const stack = new AsyncDisposableStack();
  let stage: CrashStage;
  let node: Awaited<ReturnType<typeof startEvmNode>>;

  beforeAll(async () => {
    node = stack.use(await startEvmNode());
    stage = stack.use(
      await setCrashStage({
        NETWORK_EVM_LOCALNET_ENDPOINTS: node.url,
        NETWORK_EVM_LOCALNET_SPONSOR: node.funderPrivateKey,
      }),
    );
  });
  afterAll(() => stack.disposeAsync());

  /** ERC-20 contracts mint to the issuer when they are created: one Transfer from nobody each. */
  async function countMints(blockRange: { from: bigint }): Promise<number> {
    const answer = await fetch(node.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'eth_getLogs',
        params: [
          {
            fromBlock: `0x${blockRange.from.toString(16)}`,
            toBlock: 'latest',
            topics: [
              '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
              `0x${'0'.repeat(64)}`,
            ],
          },
        ],
      }),
    });
    return ((await answer.json()) as { result: unknown[] }).result.length;
  }

  test.for(probePoints)(
    'killed at "%s" it still makes one contract',
    { timeout: storyMsMax },
    async (point) => {
      const before = await countMints({ from: 0n });

      const story = await stage.play(point, 'erc20-mintable', {
        network: 'evm-localnet',
        name: `Silver ${point}`,
        symbol: 'SLV',
        initialSupply: '10.5',
        decimals: 18,
        cap: '1000',
      });

      expectOneTruthfulRun(story);
      expect((await countMints({ from: 0n })) - before).toBe(1);
    },
  );
});
