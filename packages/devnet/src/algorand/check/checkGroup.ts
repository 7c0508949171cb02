/** Everything that is checked about a group before the ledger is asked, in algod's order. */
import type { Address } from '../address.ts';
import { Refusal, refusals } from '../errors.ts';
import { type PreparedTransaction, prepareTransaction } from '../transactionId.ts';
import type { SignedTransaction } from '../wire/fields.ts';
import { findGroupProblem } from './group.ts';
import { findSignatureFormProblem, hasTrueSignatures } from './signature.ts';
import { findFormProblem } from './wellFormed.ts';

/** Throws the refusal the client gets; answers the group with its ids. */
export function checkGroup(
  group: readonly SignedTransaction[],
  feeSink: Address,
): readonly PreparedTransaction[] {
  for (const signed of group) refuseUnsupported(signed);
  for (const signed of group) refuse(signed, findFormProblem(signed.txn ?? {}, feeSink));
  const groupProblem = findGroupProblem(group.map(({ txn }) => txn ?? {}));
  if (groupProblem !== undefined) throw new Refusal(400, groupProblem);
  for (const signed of group) refuse(signed, findSignatureFormProblem(signed));
  const prepared = group.map(prepareTransaction);
  if (!prepared.every(hasTrueSignatures)) {
    throw new Refusal(400, "At least one signature didn't pass verification");
  }
  return prepared;
}

function refuseUnsupported({ lsig, pqsig }: SignedTransaction): void {
  if (lsig !== undefined) throw refusals.unsupported('logic signatures');
  if (pqsig !== undefined) throw refusals.unsupported('post-quantum signatures');
}

function refuse({ txn }: SignedTransaction, problem: string | undefined): void {
  if (problem === undefined) return;
  // algod prints the whole Go structure here; type and sender are what a reader looks for in it.
  const subject = `{Txn:{Type:${txn?.type ?? ''} Sender:${txn?.snd ?? ''}}}`;
  throw new Refusal(400, `transaction ${subject} invalid : ${problem}`);
}
