import { invalidAnswer } from '../errors.ts';
import type { AlgorandContext } from './context.ts';
import { readerOf } from './fields.ts';

/** The newest round of a node, and whether it says that it has caught up. */
export async function readStatus({
  networkId,
  rest,
}: Pick<AlgorandContext, 'networkId' | 'rest'>): Promise<{ lastRound: bigint; synced: boolean }> {
  const { status, body } = await rest.get('/v2/status');
  if (status !== 200) throw invalidAnswer(networkId, `the status came with HTTP status ${status}`);
  const field = readerOf(networkId, body);
  return {
    lastRound: field.integer('last-round'),
    synced: field.integer('catchup-time') === 0n,
  };
}
