/** What the application calls of one group share: budget, resources, box I/O, and what came of each transaction. */
import {
  onCompletion,
  type Budget,
  type Effects,
  type TransactionInGroup,
} from '../avm/environment.ts';
import { decodeBase32 } from '../base32.ts';
import type { Value } from '../avm/value.ts';
import { TransactionError } from '../errors.ts';
import type { State } from '../ledger/state.ts';
import { consensus } from '../params.ts';
import type { PreparedTransaction } from '../transactionId.ts';
import type { ApplyData, Transaction } from '../wire/fields.ts';
import { largeProgramBytes } from './fees.ts';
import { Resources } from './resources.ts';
import type { UnnamedResources } from './unnamedResources.ts';

/** What a simulation lifts. */
export type CallOverrides = {
  readonly extraBudget: number;
  readonly logLimits?: { readonly calls: number; readonly bytes: number };
  readonly unnamed?: UnnamedResources;
  /** Failures show the opcodes around them. @default false */
  readonly showsOpcodes?: boolean;
};

/** What came of one transaction, also when it failed half-way. */
export type Outcome = {
  readonly applied: ApplyData;
  /** Opcode budget its programs took. */
  readonly cost: number;
  readonly scratch?: readonly Value[];
};

export class GroupCalls {
  readonly group: TransactionInGroup[];
  readonly budget: Budget;
  readonly resources: Resources;
  readonly overrides: CallOverrides;
  /** By index, as far as the group was evaluated. */
  readonly outcomes: Outcome[] = [];
  /** Bytes of boxes and large programs written so far. */
  dirtyBytes = 0;
  readonly #ioBudget: number;
  #isReadBudgetChecked = false;
  /** Bytes of large programs written, by application. */
  readonly #programBytes = new Map<bigint, number>();

  constructor(
    group: readonly PreparedTransaction[],
    overrides: CallOverrides = { extraBudget: 0 },
  ) {
    this.group = group.map(({ txn, id }) => ({ txn, id: decodeBase32(id)!.subarray(0, 32) }));
    this.overrides = overrides;
    const calls = group.filter(({ txn }) => txn.type === 'appl');
    this.budget = {
      remaining: calls.length * consensus.maxAppProgramCost + overrides.extraBudget,
    };
    this.resources = new Resources(group.map(({ txn }) => txn));
    const references = calls.reduce((sum, { txn }) => sum + countIoReferences(txn), 0);
    this.#ioBudget = references * consensus.bytesPerBoxReference;
  }

  /** Bytes of boxes and large programs that the group may read, and may write. */
  get ioBudget(): number {
    return this.overrides.unnamed?.ioBudget ?? this.#ioBudget;
  }

  /** Keeps what came of a transaction so far; a program that failed leaves what it did until then. */
  noteOutcome(index: number, outcome: Partial<Outcome>): void {
    this.outcomes[index] = { applied: {}, cost: 0, ...this.outcomes[index], ...outcome };
  }

  /** Keeps what came of an applied transaction for those after it. */
  record(index: number, applied: ApplyData): void {
    this.noteOutcome(index, { applied });
    const { scratch } = this.outcomes[index]!;
    const effects: Effects = {
      createdAssetId: applied.caid ?? 0n,
      createdApplicationId: applied.apid ?? 0n,
      logs: applied.dt?.lg ?? [],
      ...(scratch && { scratch }),
    };
    this.group[index] = { ...this.group[index]!, effects };
    if (applied.caid !== undefined) this.resources.createdAssets.add(applied.caid);
  }

  /** Before the first program runs, everything the group names is read; it must fit into the budget. */
  checkReadBudget(state: State): void {
    if (this.#isReadBudgetChecked) return;
    let bytes = 0;
    for (const appId of this.resources.apps) {
      const app = state.apps.get(appId);
      if (app) bytes += largeProgramBytes(app.approvalProgram, app.clearProgram);
    }
    for (const { appId, name } of this.resources.boxes.values()) {
      bytes += state.findBox(appId, name)?.length ?? 0;
    }
    const { unnamed } = this.overrides;
    if (unnamed === undefined && bytes > this.#ioBudget) {
      throw new TransactionError(`read budget exceeded (${bytes} > ${this.#ioBudget})`);
    }
    if (unnamed && !unnamed.takeReadSurplus(this.#ioBudget - bytes)) {
      throw new TransactionError(`read budget exceeded despite policy (${this.#ioBudget})`);
    }
    this.#isReadBudgetChecked = true;
  }

  /** Counts programs beyond the standard size that a call is about to write. */
  countProgramWrites(appId: bigint, { apid, apan = 0n, apap, apsu }: Transaction): void {
    const isCreating = apid === undefined;
    const isUpdating = apan === onCompletion.updateApplication;
    const isDeleting = apan === onCompletion.deleteApplication;
    if ((isCreating && isDeleting) || !(isCreating || isUpdating || isDeleting)) return;
    const bytes = largeProgramBytes(apap, apsu);
    this.dirtyBytes += bytes - (this.#programBytes.get(appId) ?? 0);
    this.#programBytes.set(appId, bytes);
    if (this.dirtyBytes > this.ioBudget) {
      const verb = isUpdating ? 'updating' : 'creating';
      throw new TransactionError(
        `write budget exceeded (${this.dirtyBytes} > ${this.ioBudget}) while ${verb} app ${appId}`,
      );
    }
  }
}

/** Box references, and empty entries of an access list, bring box I/O; naming one twice counts twice. */
function countIoReferences({ apbx = [], al = [] }: Transaction): number {
  const inAccess = al.filter(
    ({ b, d, s, p, h, l }) => b !== undefined || [d, s, p, h, l].every((r) => r === undefined),
  );
  return apbx.length + inAccess.length;
}
