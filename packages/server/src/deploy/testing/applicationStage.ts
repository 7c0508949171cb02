/** What tests of applications in the engine share: a chain, an issuer with a sponsor, requests, and things that go wrong. */
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { createAlgorandAdapter } from '../../chains/algorand/adapter.ts';
import {
  startAlgorandChain,
  type AlgorandChain,
} from '../../chains/algorand/testing/startAlgorandChain.ts';
import type { ChainAdapter, Preview } from '../../ports/chainAdapter.ts';
import type { Deployment } from '../../ports/store/index.ts';
import { createEngineHarness, type EngineHarness } from '../../testing/createEngineHarness.ts';

export const network = 'algorand-localnet';

/** What a sponsor has, in µALGO, unless a test says otherwise. */
export const plenty = 100_000_000n;

export const silver = {
  network,
  name: 'Silver',
  symbol: 'SLV',
  decimals: 2,
  totalSupply: '1000000',
};
export const copper = {
  network,
  name: 'Copper',
  symbol: 'CPR',
  decimals: 2,
  initialSupply: '100',
};
export const bond = {
  network,
  name: 'Harbour Bond Ω',
  symbol: 'HRB',
  decimals: 2,
  initialSupply: '1000.5',
  cap: '20000',
  partition: 'class A',
};

/** As many documents as there can be, each the longest. */
export const manyDocuments = Array.from({ length: 31 }, (_, index) => ({
  name: `document ${index}`.padEnd(32, '.'),
  uri: `https://example.org/${index}`.padEnd(952, 'x'),
  sha256: index.toString(16).padStart(64, '0'),
}));

/** Sequences and states of an issuance that met no obstacle, however many steps it took. */
export const smoothRun = [
  [1, 'Queued'],
  [2, 'Submitted'],
  [3, 'Pending'],
  [4, 'Confirmed'],
  [5, 'Indexed'],
  [6, 'Completed'],
];

export const isResting = ({ state }: { state: string }) =>
  ['Completed', 'Failed', 'Cancelled'].includes(state);

export interface ApplicationStage {
  readonly h: EngineHarness;
  /** Address of the sponsor; empty where there is none. */
  readonly sponsor: string;
  /** What the issuance would cost now, as `validate` shows it. */
  preview(deployment: Deployment): Promise<Preview>;
  /** Applications that the issuer made. */
  applications(): Promise<bigint[]>;
  sequencesAndStates(id: string): Promise<(number | string)[][]>;
  stepsAndOutcomes(id: string): Promise<(number | string)[][]>;
  /** As the operation does for a person. */
  retry(failed: Deployment): Promise<void>;
}

export interface ApplicationChain {
  readonly chain: AlgorandChain;
  /** An issuer with nothing and, unless told otherwise, a sponsor of its own with plenty. */
  setStage(options?: { readonly sponsorFunds?: bigint | null }): Promise<ApplicationStage>;
  balanceOf(address: string): Promise<{ amount: bigint; minimum: bigint }>;
  /**
   * Cuts off every group from the given one on, counted from 1.
   *
   * To say that windows pass, the node's status runs ahead, so that no other test on the same node loses its windows.
   */
  refuseGroupsFrom(first: number, options?: { readonly sayingThatWindowsPass?: boolean }): void;
  /** Bends what the node says of accounts once a group was sent; without a way to, cuts it off. */
  bendAccountsAfterFirstGroup(bend?: (answer: string) => string): void;
}

/** Opens the chain for the tests of one file: a real algod where one is given. */
export function useApplicationChain(): ApplicationChain {
  let chain: AlgorandChain;
  beforeAll(async () => {
    chain = await startAlgorandChain();
    console.info(`applications through the engine, on ${chain.using}`);
  });
  afterAll(() => chain[Symbol.asyncDispose]());

  return {
    get chain() {
      return chain;
    },
    setStage: ({ sponsorFunds = plenty } = {}) => setStage(chain, sponsorFunds),
    async balanceOf(address) {
      const account = await chain.get(`/v2/accounts/${address}`);
      return { amount: BigInt(account['amount']), minimum: BigInt(account['min-balance']) };
    },
    refuseGroupsFrom(first, { sayingThatWindowsPass = false } = {}) {
      let groups = 0;
      chain.tamper(({ method, path }) => {
        if (method === 'POST') groups += 1;
        if (groups < first) return undefined;
        if (method === 'POST') return 'refuse';
        return sayingThatWindowsPass && path === '/v2/status' ? runAhead : undefined;
      });
    },
    bendAccountsAfterFirstGroup(bend) {
      let sent = false;
      chain.tamper(({ method, path }) => {
        if (method === 'POST') sent = true;
        return sent && path.startsWith('/v2/accounts/') ? (bend ?? 'refuse') : undefined;
      });
    },
  };
}

async function setStage(
  chain: AlgorandChain,
  sponsorFunds: bigint | null,
): Promise<ApplicationStage> {
  let made: ChainAdapter | undefined;
  const h = await createEngineHarness({
    createAdapter: ({ signer, clock, store }) =>
      (made = createAlgorandAdapter({
        networkId: network,
        genesisHash: null,
        endpoints: [{ url: chain.url, token: chain.token }],
        pin: (identity) => store.pinNetwork(network, identity, clock.now()),
        signer,
        clock,
        timeoutMs: 2_000,
      })),
  });
  onTestFinished(async () => {
    chain.tamper(() => undefined);
    await h[Symbol.asyncDispose]();
  });
  const adapter = made as unknown as ChainAdapter;
  let sponsor = '';
  if (sponsorFunds !== null) {
    const account = await chain.account(sponsorFunds);
    sponsor = account.address;
    await h.setSponsor(network, account.mnemonic);
  }
  return {
    h,
    sponsor,
    async preview({ id, tokenType, parameters }) {
      const previewed = await adapter.preview({
        deploymentId: id,
        tokenType,
        parameters,
        issuer: h.issuer.avm,
        sponsor: (await h.store.findSponsor(network)) ?? null,
      });
      if (!previewed.ok) throw new Error(previewed.refusal.reason);
      return previewed.preview;
    },
    async applications() {
      const account = await chain.get(`/v2/accounts/${h.issuer.avm.address}`);
      return (account['created-apps'] ?? []).map(({ id }: { id: number }) => BigInt(id));
    },
    sequencesAndStates: async (id) =>
      (await h.historyOf(id)).map(({ sequence, state }) => [sequence, state]),
    stepsAndOutcomes: async (id) =>
      (await h.store.listAttempts(id)).map(({ step, outcome }) => [step, outcome]),
    async retry({ id, version }) {
      const retried = await h.store.advance({
        deploymentId: id,
        version,
        lease: null,
        steps: [{ event: 'retry' }],
        set: { error: null, waiting: null },
        dueAt: h.clock.now(),
        keepLease: false,
        actor: { actor: 'user', correlationId: null, ip: null, userAgent: null },
        now: h.clock.now(),
      });
      expect(retried.ok).toBe(true);
    },
  };
}

function runAhead(answer: string): string {
  return answer.replace(
    /"last-round":\s*(\d+)/,
    (_, round) => `"last-round":${Number(round) + 300}`,
  );
}
