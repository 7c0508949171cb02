/** Lets a simulation use resources that no transaction names, and remembers which. */
import type { Address } from '../address.ts';
import { largeProgramBytes } from '../applications/fees.ts';
import type { UnnamedResources } from '../applications/unnamedResources.ts';
import type { State } from '../ledger/state.ts';
import { consensus } from '../params.ts';
import type { Transaction } from '../wire/fields.ts';
import { groupLimits, ResourceTracker, transactionLimits } from './resourceTracker.ts';

export type TrackedUnnamed = UnnamedResources & {
  /** Used by programs that share the resources of the group. */
  readonly group: ResourceTracker;
  /** Used by programs of before sharing, by transaction. */
  readonly transactions: readonly ResourceTracker[];
};

type Kind = 'accounts' | 'assets' | 'apps';

const sharedVersion = 9;
const appAccountVersion = 7;

export function trackUnnamed(transactions: readonly Transaction[]): TrackedUnnamed {
  const perTransaction = transactions.map((txn) => new ResourceTracker(transactionLimits(txn)));
  const group = new ResourceTracker(
    groupLimits(
      transactions,
      perTransaction.map(({ limits }) => limits),
    ),
  );
  const named = transactions.reduce((sum, { apbx = [] }) => sum + apbx.length, 0);
  const namedBudget = named * consensus.bytesPerBoxReference;
  let running: { index: number; version: number; state: State } | undefined;

  const isShared = (): boolean => (running?.version ?? 0) >= sharedVersion;
  const countsAppAccounts = (): boolean => (running?.version ?? 0) >= appAccountVersion;
  const own = (): ResourceTracker => perTransaction[running!.index]!;
  const trackers = (): readonly ResourceTracker[] =>
    isShared() ? [...perTransaction, group] : [own()];

  /** Programs of before sharing need it in their own transaction; the group then has one slot less. */
  const add = (
    kind: Kind,
    item: Address | bigint,
    addTo: (tracker: ResourceTracker) => boolean,
  ): boolean => {
    if (isShared()) return addTo(group);
    if (!addTo(own())) return false;
    group.moveOut(kind, item);
    if (group.takeSlot(kind)) return true;
    (own()[kind] as Set<Address | bigint>).delete(item);
    return false;
  };

  /** A program beyond the free size is read with its application. */
  const readProgram = (appId: bigint): (() => void) | undefined => {
    const app = running!.state.apps.get(appId);
    const bytes = app ? largeProgramBytes(app.approvalProgram, app.clearProgram) : 0;
    if (bytes === 0 || group.programBytes.has(appId)) return () => {};
    const { emptyBoxes } = group;
    const undo = (): void => {
      group.programBytes.delete(appId);
      group.emptyBoxes = emptyBoxes;
    };
    group.programBytes.set(appId, bytes);
    if (group.reconcileReads(false)) return undo;
    undo();
    return undefined;
  };

  return {
    group,
    transactions: perTransaction,

    get ioBudget() {
      return (named + group.boxesMax) * consensus.bytesPerBoxReference;
    },

    beginProgram: (index, version, state) => void (running = { index, version, state }),

    allowsAccount: (account) =>
      trackers().some((tracker) => tracker.hasAccount(account, countsAppAccounts())) ||
      add('accounts', account, (tracker) => tracker.addAccount(account)),

    allowsAsset: (id) =>
      trackers().some(({ assets }) => assets.has(id)) ||
      add('assets', id, (tracker) => tracker.addAsset(id)),

    allowsApp: (id) => {
      if (trackers().some(({ apps }) => apps.has(id))) return true;
      const undo = readProgram(id);
      if (undo === undefined) return false;
      if (add('apps', id, (tracker) => tracker.addApp(id, countsAppAccounts()))) return true;
      undo();
      return false;
    },

    allowsHolding: (account, id) => group.addHolding(account, id),
    allowsLocal: (account, id) => group.addLocal(account, id),
    allowsBox: (box) => group.addBox(box),
    takeReadSurplus: (bytes) => group.takeReadSurplus(bytes),
    takeWrites: (bytes) => void group.takeWrites(bytes, namedBudget),
  };
}
