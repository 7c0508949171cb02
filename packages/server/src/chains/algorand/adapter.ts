import { networks, type NetworkId } from '@biatec-tokens/core';
import type { ChainAdapter } from '../../ports/chainAdapter.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/signer.ts';
import { wrongNetwork } from '../errors.ts';
import { createAlgodRest, type AlgodEndpoint } from './algodRest.ts';
import { createSponsorBalance, readBalance } from './balance.ts';
import { broadcast } from './broadcast.ts';
import { createChainParams } from './chainParams.ts';
import type { AlgorandContext } from './context.ts';
import { locate } from './locate.ts';
import { plan } from './plan.ts';
import { readBack } from './readBack.ts';
import { sign } from './sign.ts';

export interface AlgorandAdapterOptions {
  readonly networkId: NetworkId;
  /** Base64; null where the identity is pinned at first use. */
  readonly genesisHash: string | null;
  readonly endpoints: readonly AlgodEndpoint[];
  readonly signer: Signer;
  readonly clock: Clock;
  /** @default 10_000 */
  readonly timeoutMs?: number;
}

/** Issues standard assets on one network of the Algorand family. */
export function createAlgorandAdapter(options: AlgorandAdapterOptions): ChainAdapter {
  const { networkId, clock } = options;
  const rest = createAlgodRest({
    networkId,
    endpoints: options.endpoints,
    timeoutMs: options.timeoutMs ?? 10_000,
  });
  function refuseStranger(found: string, expected: string | null): void {
    if (expected === null || found === expected) return;
    const local = networks[networkId].kind === 'local';
    throw wrongNetwork(networkId, { found, expected, local });
  }
  const readParams = createChainParams(networkId, rest, clock);
  let identity = options.genesisHash;
  const context: AlgorandContext = {
    networkId,
    rest,
    signer: options.signer,
    clock,
    // A transaction is bound to the genesis hash in it: nothing is signed for a chain that nobody checked.
    async params() {
      const params = await readParams();
      refuseStranger(params.genesisHash, identity);
      return params;
    },
    sponsorBalance: createSponsorBalance({ networkId, rest, clock }),
  };
  return {
    networkId,
    family: 'avm',
    tokenTypes: ['asa-ft', 'asa-nft', 'asa-fnft'],
    async identify() {
      const { genesisHash } = await readParams();
      refuseStranger(genesisHash, options.genesisHash);
      // Without an expected hash, whoever asked compares this one with what was pinned before anything is used.
      identity = genesisHash;
      return { identity: genesisHash, expected: options.genesisHash };
    },
    balance: async (address) => (await readBalance(context, address)).amount,
    plan: (issue) => plan(context, issue),
    sign: (issue, planned) => sign(context, issue, planned),
    // Fees are fixed by the network; while it is congested, the next attempt pays what it asks.
    raiseFees: async () => undefined,
    broadcast: (bytes) => broadcast(context, bytes),
    locate: (_issue, attempt) => locate(context, attempt),
    readBack: (issue, { assetId }) => readBack(context, issue, assetId),
  };
}
