/** Whether transactions sent together belong together. */
import { digestText } from '../hash.ts';
import { computeGroup } from '../transactionId.ts';
import type { Transaction } from '../wire/fields.ts';

const none = new Uint8Array(32);

/** The transaction that does not fit, if it is one, and algod's words for it. */
export type GroupProblem = { readonly index: number | undefined; readonly problem: string };

export function findGroupProblem(transactions: readonly Transaction[]): GroupProblem | undefined {
  const group = transactions[0]?.grp;
  if (group === undefined) {
    const size = transactions.length;
    const problem = `transactionGroup: [0] had zero Group but was submitted in a group of ${size}`;
    return size === 1 ? undefined : { index: 0, problem };
  }
  const index = transactions.findIndex(
    ({ grp }) => grp === undefined || !Buffer.from(grp).equals(group),
  );
  if (index >= 0) {
    const other = digestText(transactions[index]!.grp ?? none);
    const problem = `transactionGroup: inconsistent group values: ${other} != ${digestText(group)}`;
    return { index, problem };
  }
  const { id, members } = computeGroup(transactions);
  if (Buffer.from(group).equals(id)) return undefined;
  const hashes = members.map(digestText).join(' ');
  return {
    index: undefined,
    problem: `transactionGroup: incomplete group: ${digestText(group)} != ${digestText(id)} ({{} [${hashes}]})`,
  };
}
