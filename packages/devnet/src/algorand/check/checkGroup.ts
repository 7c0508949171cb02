/** Everything that is checked about a group before the ledger is asked, in algod's order. */
import type { Address } from '../address.ts';
import { Refusal, refusals } from '../errors.ts';
import { type PreparedTransaction, prepareTransaction } from '../transactionId.ts';
import type { SignedTransaction } from '../wire/fields.ts';
import { findGroupProblem } from './group.ts';
import { findSignatureFormProblem, hasTrueSignatures } from './signature.ts';
import { findFormProblem } from './wellFormed.ts';

/** What is wrong with a group, and with which of its transactions if it is one. */
export type GroupFlaw = {
  readonly part: 'form' | 'group' | 'signature';
  readonly index: number | undefined;
  readonly problem: string;
};

export type CheckedGroup = { readonly prepared: readonly PreparedTransaction[] } | GroupFlaw;

/** Throws the refusal the client gets; answers the group with its ids. */
export function checkGroup(
  group: readonly SignedTransaction[],
  feeSink: Address,
): readonly PreparedTransaction[] {
  const checked = examineGroup(group, { feeSink });
  if ('prepared' in checked) return checked.prepared;
  const { part, index, problem } = checked;
  if (part === 'group' || index === undefined) throw new Refusal(400, problem);
  throw new Refusal(400, describeInvalid(group[index]!, problem));
}

export type GroupChecks = {
  readonly feeSink: Address;
  /** Takes a transaction without a signature for a signed one. @default false */
  readonly allowsEmptySignatures?: boolean;
};

export function examineGroup(
  group: readonly SignedTransaction[],
  { feeSink, allowsEmptySignatures = false }: GroupChecks,
): CheckedGroup {
  for (const signed of group) refuseUnsupported(signed);
  const form = findFirst(group, ({ txn = {} }) => findFormProblem(txn, feeSink));
  if (form) return { part: 'form', ...form };
  const together = findGroupProblem(group.map(({ txn }) => txn ?? {}));
  if (together) return { part: 'group', ...together };
  const isTaken = (signed: SignedTransaction): boolean =>
    allowsEmptySignatures && isUnsigned(signed);
  const signature = findFirst(group, (signed) =>
    isTaken(signed) ? undefined : findSignatureFormProblem(signed),
  );
  if (signature) return { part: 'signature', ...signature };
  const prepared = group.map(prepareTransaction);
  if (!prepared.every((one) => isTaken(one.signed) || hasTrueSignatures(one))) {
    const problem = "At least one signature didn't pass verification";
    return { part: 'signature', index: undefined, problem };
  }
  return { prepared };
}

export function isUnsigned({ sig, msig, lsig, pqsig }: SignedTransaction): boolean {
  return [sig, msig, lsig, pqsig].every((kind) => kind === undefined);
}

/** algod prints the whole Go structure here; type and sender are what a reader looks for in it. */
export function describeInvalid({ txn }: SignedTransaction, problem: string): string {
  const subject = `{Txn:{Type:${txn?.type ?? ''} Sender:${txn?.snd ?? ''}}}`;
  return `transaction ${subject} invalid : ${problem}`;
}

function refuseUnsupported({ lsig, pqsig }: SignedTransaction): void {
  if (lsig !== undefined) throw refusals.unsupported('logic signatures');
  if (pqsig !== undefined) throw refusals.unsupported('post-quantum signatures');
}

function findFirst(
  group: readonly SignedTransaction[],
  findProblem: (signed: SignedTransaction) => string | undefined,
): { readonly index: number; readonly problem: string } | undefined {
  for (const [index, signed] of group.entries()) {
    const problem = findProblem(signed);
    if (problem !== undefined) return { index, problem };
  }
  return undefined;
}
