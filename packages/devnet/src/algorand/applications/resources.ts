/**
 * What the application calls of a group may touch because some transaction of the group names it, creates it or is about
 * it. Accounts, assets and applications are shared by themselves; what an account has of an asset or an application is
 * shared only where one transaction names both.
 */
import { type Address, zeroAddress } from '../address.ts';
import { applicationAddress } from '../ledger/applications.ts';
import type { ResourceReference, Transaction, TransactionType } from '../wire/fields.ts';

/** A box by the application that owns it. */
export type BoxName = { readonly appId: bigint; readonly name: string };

export class Resources {
  readonly accounts = new Set<Address>();
  readonly assets = new Set<bigint>();
  readonly apps = new Set<bigint>();
  readonly createdAssets = new Set<bigint>();
  readonly createdApps = new Set<bigint>();
  /** Box key -> the box and whether the group has written it. */
  readonly boxes = new Map<string, BoxName & { readonly isDirty: boolean }>();
  /** How many boxes without a name new applications may still touch. */
  unnamedBoxes = 0;
  readonly #holdings = new Set<string>();
  readonly #locals = new Set<string>();

  constructor(transactions: readonly Transaction[]) {
    for (const txn of transactions) fillers[txn.type as TransactionType]?.(this, txn);
  }

  hasHolding(account: Address, assetId: bigint): boolean {
    return this.#holdings.has(pairKey(account, assetId));
  }

  hasLocal(account: Address, appId: bigint): boolean {
    return this.#locals.has(pairKey(account, appId));
  }

  addHolding(account: Address, assetId: bigint): void {
    this.#holdings.add(pairKey(account, assetId));
  }

  addLocal(account: Address, appId: bigint): void {
    this.#locals.add(pairKey(account, appId));
  }

  setBox(appId: bigint, name: string, isDirty: boolean): void {
    this.boxes.set(boxNameKey(appId, name), { appId, name, isDirty });
  }

  /** Takes in the application that a transaction just made, and the boxes the transaction names for it. */
  addCreatedApp(appId: bigint, { apbx = [], al = [] }: Transaction): void {
    this.createdApps.add(appId);
    for (const { i, n } of apbx) if (i === undefined) this.setBox(appId, textOf(n), false);
    for (const { b } of al) {
      if (b?.n !== undefined && b.i === undefined) this.setBox(appId, textOf(b.n), false);
    }
  }

  isCreatedAppAccount(account: Address): boolean {
    for (const appId of this.createdApps) if (applicationAddress(appId) === account) return true;
    return false;
  }
}

export function boxNameKey(appId: bigint, name: string): string {
  return `${appId}:${name}`;
}

function pairKey(account: Address, id: bigint): string {
  return `${account}:${id}`;
}

function textOf(name: Uint8Array | undefined): string {
  return Buffer.from(name ?? []).toString('latin1');
}

type Fill = (resources: Resources, txn: Transaction) => void;

const fillers: Record<TransactionType, Fill> = {
  keyreg: ({ accounts }, { snd }) => void accounts.add(snd!),
  pay: ({ accounts }, { snd, rcv = zeroAddress, close }) => {
    accounts.add(snd!).add(rcv);
    if (close !== undefined) accounts.add(close);
  },
  acfg: ({ accounts, assets }, { snd, caid }) => {
    accounts.add(snd!);
    if (caid !== undefined) assets.add(caid);
  },
  axfer: (resources, { snd, xaid = 0n, arcv = zeroAddress, asnd, aclose }) => {
    resources.assets.add(xaid);
    for (const account of [snd, arcv, asnd, aclose]) {
      if (account !== undefined) addAccountWithHolding(resources, account, xaid);
    }
  },
  afrz: (resources, { snd, faid = 0n, fadd = zeroAddress }) => {
    resources.accounts.add(snd!);
    resources.assets.add(faid);
    addAccountWithHolding(resources, fadd, faid);
  },
  appl: (resources, txn) =>
    txn.al === undefined ? fillForeign(resources, txn) : fillAccess(resources, txn, txn.al),
};

function addAccountWithHolding(resources: Resources, account: Address, assetId: bigint): void {
  resources.accounts.add(account);
  if (assetId !== 0n) resources.addHolding(account, assetId);
}

function fillForeign(resources: Resources, txn: Transaction): void {
  const { snd, apid, apat = [], apas = [], apfa = [], apbx = [] } = txn;
  // The application made by a creation joins when it has its id.
  const apps = apid === undefined ? apfa : [apid, ...apfa];
  for (const assetId of apas) resources.assets.add(assetId);
  for (const appId of apps) resources.apps.add(appId);
  for (const account of [snd!, ...apat, ...apps.map(applicationAddress)]) {
    resources.accounts.add(account);
    for (const assetId of apas) resources.addHolding(account, assetId);
    for (const appId of apps) resources.addLocal(account, appId);
  }
  for (const { i = 0n, n } of apbx) {
    if (i === 0n && n === undefined) resources.unnamedBoxes += 1;
    const appId = i === 0n ? apid : apfa[Number(i) - 1];
    if (appId !== undefined) resources.setBox(appId, textOf(n), false);
  }
}

/** With an access list, nothing is shared that it does not say, but for the sender, the application and their state. */
function fillAccess(
  resources: Resources,
  { snd, apid }: Transaction,
  al: readonly ResourceReference[],
): void {
  resources.accounts.add(snd!);
  if (apid !== undefined) {
    resources.apps.add(apid);
    resources.addLocal(snd!, apid);
  }
  const at = (place: bigint | undefined): ResourceReference => al[Number(place ?? 0n) - 1] ?? {};
  for (const { d, s, p, h, l, b } of al) {
    if (d !== undefined) resources.accounts.add(d);
    else if (s !== undefined) resources.assets.add(s);
    else if (p !== undefined) resources.apps.add(p);
    else if (h !== undefined) resources.addHolding(at(h.d).d ?? snd!, at(h.s).s ?? 0n);
    else if (l !== undefined) resources.addLocal(at(l.d).d ?? snd!, at(l.p).p ?? apid ?? 0n);
    else if (b === undefined) resources.unnamedBoxes += 1;
    else {
      const appId = b.i === undefined ? apid : at(b.i).p;
      if (appId !== undefined) resources.setBox(appId, textOf(b.n), false);
    }
  }
}
