import type { NetworkId } from '@biatec-tokens/core';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/signer.ts';
import type { AlgodRest } from './algodRest.ts';
import type { Balance } from './balance.ts';
import type { ChainParams } from './chainParams.ts';

/** What the parts of this adapter share. */
export interface AlgorandContext {
  readonly networkId: NetworkId;
  readonly rest: AlgodRest;
  readonly signer: Signer;
  readonly clock: Clock;
  /** The network's parameters, at most a moment old. */
  readonly params: () => Promise<ChainParams>;
  /** What a sponsor had, at most a moment ago. */
  readonly sponsorBalance: (address: string) => Promise<Balance>;
}
