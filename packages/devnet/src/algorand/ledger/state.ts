/** What the chain knows, as tables of immutable records. A new kind of thing on chain is one more table. */
import type { Address } from '../address.ts';
import type { AssetParams } from '../wire/fields.ts';
import { type Application, emptySchema, type LocalState, type Schema } from './applications.ts';
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
  readonly appsCreated: bigint;
  readonly appsOptedIn: bigint;
  /** Room for the global states of the applications it created and for its own local states. */
  readonly appSchema: Schema;
  readonly appExtraPages: bigint;
  /** The account of an application keeps its boxes. */
  readonly boxes: bigint;
  /** Bytes of their names and contents. */
  readonly boxBytes: bigint;
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
  appsCreated: 0n,
  appsOptedIn: 0n,
  appSchema: emptySchema,
  appExtraPages: 0n,
  boxes: 0n,
  boxBytes: 0n,
};

export class State {
  readonly accounts: LayeredMap<Address, Account>;
  readonly holdings: LayeredMap<string, Holding>;
  readonly assets: LayeredMap<bigint, Asset>;
  readonly apps: LayeredMap<bigint, Application>;
  readonly localStates: LayeredMap<string, LocalState>;
  readonly boxes: LayeredMap<string, Uint8Array>;
  readonly inclusions: LayeredMap<string, Inclusion>;
  /** Lease key -> last round in which the lease is held. */
  readonly leases: LayeredMap<string, bigint>;
  /** Transactions so far; the next asset or application is named after it. */
  counter: bigint;
  readonly #parent: State | undefined;

  constructor(parent?: State) {
    this.#parent = parent;
    this.accounts = new LayeredMap(parent?.accounts);
    this.holdings = new LayeredMap(parent?.holdings);
    this.assets = new LayeredMap(parent?.assets);
    this.apps = new LayeredMap(parent?.apps);
    this.localStates = new LayeredMap(parent?.localStates);
    this.boxes = new LayeredMap(parent?.boxes);
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

  findLocalState(address: Address, appId: bigint): LocalState | undefined {
    return this.localStates.get(holdingKey(address, appId));
  }

  putLocalState(address: Address, appId: bigint, local: LocalState): void {
    this.localStates.set(holdingKey(address, appId), local);
  }

  deleteLocalState(address: Address, appId: bigint): void {
    this.localStates.delete(holdingKey(address, appId));
  }

  findBox(appId: bigint, name: string): Uint8Array | undefined {
    return this.boxes.get(boxKey(appId, name));
  }

  putBox(appId: bigint, name: string, content: Uint8Array): void {
    this.boxes.set(boxKey(appId, name), content);
  }

  deleteBox(appId: bigint, name: string): void {
    this.boxes.delete(boxKey(appId, name));
  }

  /** Changes some fields of an account. */
  updateAccount(address: Address, change: (account: Account) => Partial<Account>): void {
    const account = this.getAccount(address);
    this.accounts.set(address, { ...account, ...change(account) });
  }

  commit(): void {
    if (this.#parent === undefined)
      throw new Error('Cannot commit the root state: it has no parent');
    this.accounts.commit();
    this.holdings.commit();
    this.assets.commit();
    this.apps.commit();
    this.localStates.commit();
    this.boxes.commit();
    this.inclusions.commit();
    this.leases.commit();
    this.#parent.counter = this.counter;
  }
}

/** The key of what an account has of an asset or of an application. */
function holdingKey(address: Address, id: bigint): string {
  return `${address}:${id}`;
}

export function parseHoldingKey(key: string): { address: Address; id: bigint } {
  return { address: key.slice(0, 58), id: BigInt(key.slice(59)) };
}

function boxKey(appId: bigint, name: string): string {
  return `${appId}:${name}`;
}

export function parseBoxKey(key: string): { appId: bigint; name: string } {
  const colon = key.indexOf(':');
  return { appId: BigInt(key.slice(0, colon)), name: key.slice(colon + 1) };
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
    account.assetsCreated === 0n &&
    account.appsCreated === 0n &&
    account.appsOptedIn === 0n &&
    account.appSchema.uints === 0n &&
    account.appSchema.byteSlices === 0n &&
    account.appExtraPages === 0n &&
    account.boxes === 0n
  );
}
