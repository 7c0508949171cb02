import { AppError } from '@biatec-tokens/core';
import type { BroadcastAnswer } from '../../ports/chainAdapter.ts';
import type { AlgorandContext } from './context.ts';

/** Longest part of a node's words that is kept. */
const answerLengthMax = 500;

/** Hands the bytes to a node. Whatever it says, `locate` decides. */
export async function broadcast(
  context: AlgorandContext,
  bytes: Uint8Array,
): Promise<BroadcastAnswer> {
  try {
    const { status, body } = await context.rest.postTransactions(bytes);
    if (status === 200) return { kind: 'taken', answer: `taken as ${String(body['txId'])}` };
    const message = typeof body['message'] === 'string' ? body['message'] : '';
    return { kind: 'refused', answer: `HTTP ${status}: ${message}`.slice(0, answerLengthMax) };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'unknown', answer: error.message };
    throw error;
  }
}
