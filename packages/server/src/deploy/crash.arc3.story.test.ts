/** SIGKILL of the real server around the pinning of an ARC-3 token: the files are held, one token each, nothing lost. */
import { startAlgorandNode } from '@biatec-tokens/devnet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startKubo, type KuboServer } from '../ipfs/testing/startKubo.ts';
import {
  expectOneTruthfulRun,
  setCrashStage,
  storyMsMax,
  type CrashStage,
} from '../testing/crash/crashStory.ts';

const stack = new AsyncDisposableStack();
let stage: CrashStage;
let node: Awaited<ReturnType<typeof startAlgorandNode>>;
let kubo: KuboServer;

beforeAll(async () => {
  node = stack.use(await startAlgorandNode());
  kubo = stack.use(await startKubo());
  stage = stack.use(
    await setCrashStage({
      NETWORK_ALGORAND_LOCALNET_ENDPOINTS: node.url.replace('http://', `http://:${node.token}@`),
      NETWORK_ALGORAND_LOCALNET_SPONSOR: node.funderMnemonic,
      IPFS_RPC_URL: kubo.url,
    }),
  );
});
afterAll(() => stack.disposeAsync());

async function urlsOf(name: string): Promise<string[]> {
  const answer = await fetch(`${node.url}/v2/accounts/${stage.issuer.algorandAddress}`, {
    headers: { 'x-algo-api-token': node.token },
  });
  const account = (await answer.json()) as {
    'created-assets'?: { params: { name: string; url: string } }[];
  };
  const assets = (account['created-assets'] ?? []).map(({ params }) => params);
  return assets.filter((asset) => asset.name === name).map(({ url }) => url);
}

test.for(['pinning', 'pinned', 'after-broadcast'] as const)(
  'killed at "%s" it makes one asset, whose file is held',
  { timeout: storyMsMax },
  async (point) => {
    const name = `Song ${point}`;

    const story = await stage.play(point, 'arc3-nft', {
      network: 'algorand-localnet',
      name,
      unitName: 'SONG',
      metadata: { description: 'Played once' },
    });

    expectOneTruthfulRun(story);
    const { url, metadataCid } = story.status.parameters;
    expect(await urlsOf(name)).toEqual([url]);
    const file = kubo.pinned.get(String(metadataCid)) ?? Buffer.from('null');
    expect(JSON.parse(file.toString())).toMatchObject({ name, description: 'Played once' });
  },
);
