import type { BroadcastAnswer } from '../../ports/chainAdapter.ts';
import type { AlgorandContext } from './context.ts';

/** Longest part of a node's words that is kept. */
const answerLengthMax = 500;

/** Hands the bytes to a node. Whatever it says, `locate` decides. */
export async function broadcast(
  context: Pick<AlgorandContext, 'rest'>,
  bytes: Uint8Array,
): Promise<BroadcastAnswer> {
  const { status, body } = await context.rest.postTransactions(bytes);
  if (status === 200) return { kind: 'taken', answer: `taken as ${String(body['txId'])}` };
  const message = typeof body['message'] === 'string' ? body['message'] : '';
  return { kind: 'refused', answer: `HTTP ${status}: ${message}`.slice(0, answerLengthMax) };
}
