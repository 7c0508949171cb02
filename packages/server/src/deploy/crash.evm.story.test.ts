/** SIGKILL of the real server at every named moment of the engine, on an EVM chain: one token each, nothing lost. */
import { startEvmNode } from '@biatec-tokens/devnet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crashMomentsOf } from '../testing/crash/crashMoments.ts';
import {
  expectOneTruthfulRun,
  setCrashStage,
  storyMsMax,
  type CrashStage,
} from '../testing/crash/crashStory.ts';

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
async function countMints(): Promise<number> {
  const answer = await fetch(node.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'eth_getLogs',
      params: [
        {
          fromBlock: '0x0',
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

test.for(crashMomentsOf({ nonce: true }))(
  'killed at "%s" it still makes one contract',
  { timeout: storyMsMax },
  async (point) => {
    const before = await countMints();

    const story = await stage.play(point, 'erc20-mintable', {
      network: 'evm-localnet',
      name: `Silver ${point}`,
      symbol: 'SLV',
      initialSupply: '10.5',
      decimals: 18,
      cap: '1000',
    });

    expectOneTruthfulRun(story);
    expect((await countMints()) - before).toBe(1);
  },
);
