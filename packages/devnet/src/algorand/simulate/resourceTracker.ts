/**
 * Counts what a simulation used without naming it, as far as the group (or one of its transactions) could have named it.
 * The limits and the order of decisions are those of go-algorand's simulation, so that a client that adds what it is told
 * gets a group that works.
 */
import type { Address } from '../address.ts';
import { applicationAddress } from '../ledger/applications.ts';
import { consensus } from '../params.ts';
import type { Transaction } from '../wire/fields.ts';
import { boxNameKey, type BoxName } from '../applications/resources.ts';

/** How many more of each kind could be named. */
export type ResourceLimits = {
  accounts: number;
  assets: number;
  apps: number;
  boxes: number;
  total: number;
  /** What accounts have of assets and applications. */
  crossProducts: number;
};

type TrackedBox = BoxName & {
  /** Bytes it took from the read budget. */
  readonly bytes: number;
  /** Owned by an application made in this group: its name will be of no use later. */
  readonly isNewApp: boolean;
};

type Pair = { readonly account: Address; readonly id: bigint };

const bytesPerReference = consensus.bytesPerBoxReference;

export class ResourceTracker {
  readonly accounts = new Set<Address>();
  readonly assets = new Set<bigint>();
  readonly apps = new Set<bigint>();
  readonly boxes = new Map<string, TrackedBox>();
  readonly holdings = new Map<string, Pair>();
  readonly locals = new Map<string, Pair>();
  /** Box references without a name that are needed for their I/O budget. */
  emptyBoxes = 0;
  readonly limits: ResourceLimits;
  /** Bytes of large programs that were read, by application. */
  readonly programBytes = new Map<bigint, number>();
  #writtenMax = 0;
  #readSurplus = 0;

  constructor(limits: ResourceLimits) {
    this.limits = limits;
  }

  get references(): number {
    return this.accounts.size + this.assets.size + this.apps.size + this.boxReferences;
  }

  get boxReferences(): number {
    return this.boxes.size + this.emptyBoxes;
  }

  hasAccount(account: Address, countsAppAccounts: boolean): boolean {
    if (this.accounts.has(account)) return true;
    return countsAppAccounts && [...this.apps].some((id) => applicationAddress(id) === account);
  }

  addAccount(account: Address): boolean {
    if (!this.#hasRoom('accounts')) return false;
    this.accounts.add(account);
    return true;
  }

  addAsset(id: bigint): boolean {
    if (!this.#hasRoom('assets')) return false;
    this.assets.add(id);
    return true;
  }

  addApp(id: bigint, countsAppAccounts: boolean): boolean {
    if (this.apps.size >= this.limits.apps) return false;
    // Naming the application makes its account available too.
    if (countsAppAccounts) this.accounts.delete(applicationAddress(id));
    if (this.references >= this.limits.total) return false;
    this.apps.add(id);
    return true;
  }

  /** Notes that a reference of this kind is taken by a transaction of the group. */
  takeSlot(kind: 'accounts' | 'assets' | 'apps'): boolean {
    if (!this.#hasRoom(kind)) return false;
    this.limits[kind] -= 1;
    this.limits.total -= 1;
    if (kind === 'apps' && this.limits.accounts > 0) this.limits.accounts -= 1;
    return true;
  }

  /** Undoes the entry of something that a transaction of the group names itself. */
  moveOut(kind: 'accounts' | 'assets' | 'apps', item: Address | bigint): void {
    if (!(this[kind] as Set<Address | bigint>).delete(item)) return;
    this.limits[kind] += 1;
    this.limits.total += 1;
  }

  addHolding(account: Address, id: bigint): boolean {
    return this.#addPair(this.holdings, { account, id });
  }

  addLocal(account: Address, id: bigint): boolean {
    // What an application's own account has of it is always available.
    return applicationAddress(id) === account || this.#addPair(this.locals, { account, id });
  }

  addBox(box: TrackedBox): boolean {
    const key = boxNameKey(box.appId, box.name);
    this.boxes.set(key, box);
    if (this.reconcileReads(true)) return true;
    this.boxes.delete(key);
    return false;
  }

  /** @param bytes - What the named references leave of the read budget; negative when they do not suffice. */
  takeReadSurplus(bytes: number): boolean {
    this.#readSurplus = bytes;
    return bytes > 0 || this.#addEmptyBoxes(-bytes);
  }

  /** @param namedBudget - The write budget that the group brings by itself. */
  takeWrites(bytes: number, namedBudget: number): boolean {
    const budget = namedBudget + this.boxReferences * bytesPerReference;
    if (bytes > budget && !this.#addEmptyBoxes(bytes - budget)) return false;
    this.#writtenMax = Math.max(this.#writtenMax, bytes);
    return true;
  }

  /** Makes the read budget fit what is read. A box that gets its name may make an empty reference needless. */
  reconcileReads(mayDropEmpty: boolean): boolean {
    const used = this.#bytesRead();
    let budget = Math.max(0, this.boxReferences * bytesPerReference + this.#readSurplus);
    const isSpare =
      budget - used >= bytesPerReference && budget - this.#writtenMax >= bytesPerReference;
    if (mayDropEmpty && this.emptyBoxes > 0 && isSpare) {
      this.emptyBoxes -= 1;
      budget -= bytesPerReference;
    }
    if (this.boxReferences > this.limits.boxes || this.references > this.limits.total) return false;
    return used <= budget || this.#addEmptyBoxes(used - budget);
  }

  /** How many more boxes could be used, with and without a name. */
  get boxesMax(): number {
    const others = this.accounts.size + this.assets.size + this.apps.size;
    return Math.min(this.limits.boxes, this.limits.total - others);
  }

  #bytesRead(): number {
    let bytes = 0;
    for (const box of this.boxes.values()) bytes += box.bytes;
    for (const size of this.programBytes.values()) bytes += size;
    return bytes;
  }

  #addEmptyBoxes(bytes: number): boolean {
    const count = Math.ceil(bytes / bytesPerReference);
    const { boxes, total } = this.limits;
    if (count > boxes - this.boxReferences || count > total - this.references) return false;
    this.emptyBoxes += count;
    return true;
  }

  #hasRoom(kind: 'accounts' | 'assets' | 'apps'): boolean {
    return this[kind].size < this.limits[kind] && this.references < this.limits.total;
  }

  #addPair(pairs: Map<string, Pair>, pair: Pair): boolean {
    const key = `${pair.account}:${pair.id}`;
    if (pairs.has(key)) return true;
    if (this.holdings.size + this.locals.size >= this.limits.crossProducts) return false;
    pairs.set(key, pair);
    return true;
  }
}

const max = consensus.maxAppReferences;

/** What one transaction could still name. An application brings its account, so both kinds count for accounts. */
export function transactionLimits(txn: Transaction): ResourceLimits {
  if (txn.type !== 'appl') {
    return { accounts: 0, assets: 0, apps: 0, boxes: 0, total: 0, crossProducts: 0 };
  }
  const { apat = [], apas = [], apfa = [], apbx = [] } = txn;
  return {
    accounts: 2 * max - apat.length - apfa.length,
    assets: max - apas.length,
    apps: max - apfa.length,
    boxes: max - apbx.length,
    total: max - apat.length - apas.length - apfa.length - apbx.length,
    crossProducts: 0,
  };
}

/** What a group could still name, if it were filled up with application calls. */
export function groupLimits(
  transactions: readonly Transaction[],
  limits: readonly ResourceLimits[],
): ResourceLimits {
  const unused = consensus.maxTxGroupSize - transactions.length;
  const others = transactions.filter(({ type }) => type !== 'appl').length;
  const sum = (kind: keyof ResourceLimits, each: number): number =>
    limits.reduce((total, one) => total + one[kind], unused * each);
  return {
    accounts: sum('accounts', 2 * max),
    assets: sum('assets', max),
    apps: sum('apps', max),
    boxes: sum('boxes', max),
    total: sum('total', max),
    crossProducts: max * (max + 2) * (consensus.maxTxGroupSize - others),
  };
}
