/** Whether transactions sent together belong together. */
import { digestText } from '../hash.ts';
import { computeGroup } from '../transactionId.ts';
import type { Transaction } from '../wire/fields.ts';

const none = new Uint8Array(32);

export function findGroupProblem(transactions: readonly Transaction[]): string | undefined {
  const group = transactions[0]?.grp;
  if (group === undefined) {
    return transactions.length === 1
      ? undefined
      : `transactionGroup: [0] had zero Group but was submitted in a group of ${transactions.length}`;
  }
  const other = transactions.find(
    ({ grp }) => grp === undefined || !Buffer.from(grp).equals(group),
  );
  if (other !== undefined) {
    return `transactionGroup: inconsistent group values: ${digestText(other.grp ?? none)} != ${digestText(group)}`;
  }
  const { id, members } = computeGroup(transactions);
  if (Buffer.from(group).equals(id)) return undefined;
  const hashes = members.map(digestText).join(' ');
  return `transactionGroup: incomplete group: ${digestText(group)} != ${digestText(id)} ({{} [${hashes}]})`;
}
