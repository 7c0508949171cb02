/** What the chain knows, as tables of immutable records. A new kind of thing on chain is one more table. */
import type { Address } from '../address.ts';
import type { AssetParams } from '../wire/fields.ts';
import { LayeredMap } from './layeredMap.ts';

type AccountStatus = 'Offline' | 'Online' | 'NotParticipating';

export type Participation = {
  readonly voteKey: Uint8Array | undefined;
  readonly selectionKey: Uint8Array | undefined;
  readonly stateProofKey: Uint8Array | undefined;
  readonly voteFirst: bigint;
  readonly voteLast: bigint;
  readonly voteKeyDilution: bigint;
};

export type Account = {
  readonly amount: bigint;
  readonly status: AccountStatus;
  /** Set when the account was rekeyed: the address whose key signs for it. */
  readonly authAddress?: Address;
  readonly participation?: Participation;
  readonly incentiveEligible?: boolean;
  readonly lastHeartbeat?: bigint;
  /** Assets held, the created ones included. */
  readonly assetsHeld: bigint;
  readonly assetsCreated: bigint;
};

export type Holding = { readonly amount: bigint; readonly frozen: boolean };

export type Asset = { readonly creator: Address; readonly params: AssetParams };

/** A transaction that is in the chain or, in a pending layer, about to be. */
export type Inclusion = { readonly round: bigint; readonly index: number };

export const emptyAccount: Account = {
  amount: 0n,
  status: 'Offline',
  assetsHeld: 0n,
  assetsCreated: 0n,
};

export class State {
  readonly accounts: LayeredMap<Address, Account>;
  readonly holdings: LayeredMap<string, Holding>;
  readonly assets: LayeredMap<bigint, Asset>;
  readonly inclusions: LayeredMap<string, Inclusion>;
  /** Lease key -> last round in which the lease is held. */
  readonly leases: LayeredMap<string, bigint>;
  /** Transactions so far; the next asset is named after it. */
  counter: bigint;
  readonly #parent: State | undefined;

  constructor(parent?: State) {
    this.#parent = parent;
    this.accounts = new LayeredMap(parent?.accounts);
    this.holdings = new LayeredMap(parent?.holdings);
    this.assets = new LayeredMap(parent?.assets);
    this.inclusions = new LayeredMap(parent?.inclusions);
    this.leases = new LayeredMap(parent?.leases);
    this.counter = parent?.counter ?? 0n;
  }

  /** Every address has an account; one that was never used is empty. */
  getAccount(address: Address): Account {
    return this.accounts.get(address) ?? emptyAccount;
  }

  findHolding(address: Address, assetId: bigint): Holding | undefined {
    return this.holdings.get(holdingKey(address, assetId));
  }

  putHolding(address: Address, assetId: bigint, holding: Holding): void {
    this.holdings.set(holdingKey(address, assetId), holding);
  }

  deleteHolding(address: Address, assetId: bigint): void {
    this.holdings.delete(holdingKey(address, assetId));
  }

  commit(): void {
    if (this.#parent === undefined)
      throw new Error('Cannot commit the root state: it has no parent');
    this.accounts.commit();
    this.holdings.commit();
    this.assets.commit();
    this.inclusions.commit();
    this.leases.commit();
    this.#parent.counter = this.counter;
  }
}

function holdingKey(address: Address, assetId: bigint): string {
  return `${address}:${assetId}`;
}

export function parseHoldingKey(key: string): { address: Address; assetId: bigint } {
  return { address: key.slice(0, 58), assetId: BigInt(key.slice(59)) };
}

export function leaseKey(sender: Address, lease: Uint8Array): string {
  return `${sender}:${Buffer.from(lease).toString('base64')}`;
}

export function isEmptyAccount(account: Account): boolean {
  return (
    account.amount === 0n &&
    account.status === 'Offline' &&
    account.authAddress === undefined &&
    account.participation === undefined &&
    !account.incentiveEligible &&
    account.assetsHeld === 0n &&
    account.assetsCreated === 0n
  );
}
