import { bytesToHex } from 'viem';
import type { BroadcastAnswer } from '../../ports/chainAdapter.ts';
import { invalidAnswerOf } from './errors.ts';
import type { Node } from './nodes.ts';
import { sending, transactionOf } from './questions.ts';
import { transactionIdOf } from './sign.ts';

/** Hands signed bytes to a node. */
export async function broadcastBytes(node: Node, bytes: Uint8Array): Promise<BroadcastAnswer> {
  const transactionId = transactionIdOf(bytes);
  const [sent] = await node.tryAsk(sending(bytesToHex(bytes)));
  if (sent.ok) {
    if (sent.value.toLowerCase() === transactionId) return { kind: 'taken', answer: transactionId };
    throw invalidAnswerOf(node.origin, `it names ${transactionId} "${sent.value}"`);
  }
  // A node that has the bytes already refuses them too. Its words differ from client to client; that it knows the
  // transaction does not.
  const [known] = await node.ask(transactionOf(transactionId));
  return { kind: known === null ? 'refused' : 'taken', answer: sent.error.message };
}
