import { networks, type NetworkId } from '@biatec-tokens/core';
import type { ChainAdapter } from '../../ports/chainAdapter.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Signer } from '../../ports/signer.ts';
import type { EndpointObserver } from '../endpoints/createEndpoint.ts';
import { createPool, type EndpointsView } from '../endpoints/createPool.ts';
import { locateTogether } from '../endpoints/locateTogether.ts';
import { rememberIdentity } from '../endpoints/rememberIdentity.ts';
import { isNodeFailure, isWrongNetwork, wrongNetwork } from '../errors.ts';
import { createSponsorBalance, readBalance } from './balance.ts';
import { broadcast } from './broadcast.ts';
import { createChainParams } from './chainParams.ts';
import type { AlgorandContext } from './context.ts';
import { locate } from './locate.ts';
import { algodFamily, endpointOf, type AlgodEndpoint } from './nodes.ts';
import { plan } from './plan.ts';
import { preview } from './preview.ts';
import { readBack } from './readBack.ts';
import { prepare, sign } from './sign.ts';
import { issuableTypes, stepNamesOf } from './steps.ts';

export interface AlgorandAdapterOptions {
  readonly networkId: NetworkId;
  /** Base64; null where the identity is pinned at first use. */
  readonly genesisHash: string | null;
  /** In order of preference. */
  readonly endpoints: readonly AlgodEndpoint[];
  /**
   * Remembers what a chain without a known genesis hash is known by at first use; returns what is remembered.
   * @default the chain that `identify` met last: whether that is the right one is for its caller to say
   */
  readonly pin?: (identity: string) => Promise<string>;
  readonly signer: Signer;
  readonly clock: Clock;
  /** Longest a node may take to answer. @default 10_000 */
  readonly timeoutMs?: number;
  readonly log?: Log;
  readonly observer?: EndpointObserver;
}

/** A chain adapter of the Algorand family; `close` ends its connections. */
export interface AlgorandAdapter extends ChainAdapter {
  readonly endpoints: EndpointsView;
  close(): Promise<void>;
}

/** Issues standard assets and applications on one network of the Algorand family. */
export function createAlgorandAdapter(options: AlgorandAdapterOptions): AlgorandAdapter {
  const { networkId, clock, signer, timeoutMs = 10_000 } = options;
  const memory = rememberIdentity();
  const { pin = memory.pin } = options;
  let chain = options.genesisHash;

  const pool = createPool<AlgorandContext>({
    networkId,
    family: algodFamily(networkId, contextOf),
    endpoints: options.endpoints.map(endpointOf),
    isNamedByFirst: options.genesisHash === null,
    expect: async (identity) => (chain = options.genesisHash ?? (await pin(identity))),
    clock,
    timeoutMs,
    log: options.log,
    observer: options.observer,
  });

  function contextOf(rest: AlgorandContext['rest']): AlgorandContext {
    const readParams = createChainParams(networkId, rest, clock);
    return {
      networkId,
      rest,
      signer,
      clock,
      // A transaction is bound to the genesis hash in it: nothing is signed for a chain that nobody checked.
      async params() {
        const params = await readParams();
        const { genesisHash: found } = params;
        const local = networks[networkId].kind === 'local';
        if (found !== chain)
          throw wrongNetwork(networkId, { found, expected: chain ?? 'none yet', local });
        return params;
      },
      sponsorBalance: createSponsorBalance({ networkId, rest, clock }),
    };
  }

  return {
    networkId,
    family: 'avm',
    tokenTypes: issuableTypes,
    endpoints: pool,
    async identify() {
      const identity = await memory.renew(() => pool.identify());
      return { identity, expected: options.genesisHash };
    },
    balance: (address) => pool.use(async (context) => (await readBalance(context, address)).amount),
    stepsOf: stepNamesOf,
    preview: (issue) => pool.use((context) => preview(context, issue)),
    plan: (issue) => pool.use((context) => plan(context, issue)),
    prepare,
    sign: (unsigned, attemptNumber) => sign({ signer }, unsigned, attemptNumber),
    // Fees are fixed by the network; while it is congested, the next attempt pays what it asks.
    raiseFees: async () => undefined,
    async broadcast(bytes) {
      try {
        return await pool.use((context) => broadcast(context, bytes));
      } catch (error) {
        // The bytes may have arrived all the same.
        if (!isNodeFailure(error) || isWrongNetwork(error)) throw error;
        return { kind: 'unknown', answer: error.message };
      }
    },
    locate: (issue, attempt) => locateTogether(pool, (context) => locate(context, issue, attempt)),
    readBack: (issue, token) => pool.use((context) => readBack(context, issue, token)),
    close: () => pool.close(),
  };
}
