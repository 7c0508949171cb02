import type { BroadcastAnswer } from '../../ports/chainAdapter.ts';
import { hexOf } from './hex.ts';
import type { Node } from './nodes.ts';
import { sending, transactionOf } from './questions.ts';
import { transactionIdOf } from './transaction.ts';

/** Hands signed bytes to a node. */
export async function broadcastBytes(node: Node, bytes: Uint8Array): Promise<BroadcastAnswer> {
  const [sent] = await node.tryAsk(sending(hexOf(bytes)));
  if (sent.ok) return { kind: 'taken', answer: sent.value };
  // A node that has the bytes already refuses them too. Its words differ from client to client; that it knows the
  // transaction does not.
  const [known] = await node.ask(transactionOf(transactionIdOf(bytes)));
  return { kind: known === null ? 'refused' : 'taken', answer: sent.error.message };
}
