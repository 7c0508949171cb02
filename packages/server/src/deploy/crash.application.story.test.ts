/**
 * SIGKILL of the real server at every named moment of every step: one application each, put into use once, nothing lost.
 *
 * The standard with the most steps is always played; `CRASH_ALL=1` plays every application standard.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  startAlgorandChain,
  type AlgorandChain,
} from '../chains/algorand/testing/startAlgorandChain.ts';
import { crashMomentsOf } from '../testing/crash/crashMoments.ts';
import {
  expectOneTruthfulRun,
  setCrashStage,
  storyMsMax,
  type CrashStage,
} from '../testing/crash/crashStory.ts';
import { applicationExamples } from '../testing/tokenExamples.ts';

const standards: { type: keyof typeof applicationExamples; steps: number }[] = [
  { type: 'arc1400', steps: 3 },
  { type: 'arc200-mintable', steps: 2 },
  { type: 'arc200-preminted', steps: 2 },
];
const played = process.env['CRASH_ALL'] === '1' ? standards : standards.slice(0, 1);
const sponsorFunds = 1_000_000_000n;

const stack = new AsyncDisposableStack();
let stage: CrashStage;
let chain: AlgorandChain;

beforeAll(async () => {
  chain = stack.use(await startAlgorandChain());
  console.info(`crash stories of applications, on ${chain.using}`);
  const sponsor = await chain.account(sponsorFunds);
  stage = stack.use(
    await setCrashStage({
      NETWORK_ALGORAND_LOCALNET_ENDPOINTS: chain.url.replace('http://', `http://:${chain.token}@`),
      NETWORK_ALGORAND_LOCALNET_SPONSOR: sponsor.mnemonic,
    }),
  );
});
afterAll(() => stack.disposeAsync());

interface FoundApplication {
  readonly id: number;
  readonly params: { readonly 'global-state'?: { key: string; value: { bytes: string } }[] };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

async function applicationsNamed(name: string): Promise<FoundApplication[]> {
  const account = await chain.get(`/v2/accounts/${stage.issuer.algorandAddress}`);
  const created = (account['created-apps'] ?? []) as FoundApplication[];
  return created.filter(({ params }) =>
    params['global-state']?.some(
      ({ key, value }) => key === base64('name') && value.bytes === base64(name),
    ),
  );
}

// A story mostly waits for the lease of the dead worker to run out, so several can be played at once.
describe.concurrent.for(played)('$type', ({ type, steps }) => {
  test.for(crashMomentsOf({ steps }))(
    'killed at "%s" it still makes one application and puts it into use once',
    { timeout: 2 * storyMsMax },
    async (moment) => {
      const name = `Silver ${moment}`;

      const story = await stage.play(moment, type, { ...applicationExamples[type], name });

      expectOneTruthfulRun(story);
      const found = await applicationsNamed(name);
      expect(found.map(({ id }) => String(id))).toEqual([story.status.assetId]);
      // What a step pays in, it pays once.
      const account = await chain.get(`/v2/accounts/${story.status.contractAddress}`);
      expect(account['amount']).toBe(account['min-balance']);
    },
  );
});
