/** SIGKILL of the real server at every named moment of the engine, on an Algorand chain: one token each, nothing lost. */
import { startAlgorandNode } from '@biatec-tokens/devnet';
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

test.for(crashMomentsOf({}))(
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
