/** Blocks by round. */
import type { Block } from '../blocks/block.ts';
import { toTransactionInBlock } from '../blocks/block.ts';
import { digestText } from '../hash.ts';
import { refusals } from '../errors.ts';
import { blockFields, blockHeaderFields, type FieldTable } from '../wire/fields.ts';
import { answerWire } from './answer.ts';
import type { ApiRequest, NodeParts, Route } from './api.ts';
import { parseBoolParameter, parseFormat, parseUintParameter } from './parameters.ts';

const blockAnswerFields = { block: { object: blockFields } } as const satisfies FieldTable;
const headerAnswerFields = { block: { object: blockHeaderFields } } as const satisfies FieldTable;

export const blockRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/blocks/{round}',
    handle: (request, node) => {
      const format = parseFormat(request.query);
      const { header, transactions } = getBlock(request, node);
      if (parseBoolParameter('header-only', request.query.get('header-only') ?? 'false')) {
        return answerWire(format, headerAnswerFields, { block: header });
      }
      const block = { ...header, txns: transactions.map(toTransactionInBlock) };
      const answer = answerWire(format, blockAnswerFields, { block });
      return format === 'json'
        ? answer
        : { ...answer, headers: { 'x-algorand-struct': 'block-v1' } };
    },
  },
  {
    method: 'GET',
    path: '/v2/blocks/{round}/hash',
    handle: (request, node) => ({ json: { blockHash: digestText(getBlock(request, node).hash) } }),
  },
  {
    method: 'GET',
    path: '/v2/blocks/{round}/txids',
    handle: (request, node) => ({
      json: { blockTxids: getBlock(request, node).transactions.map(({ id }) => id) },
    }),
  },
];

function getBlock({ params }: ApiRequest, { ledger }: NodeParts): Block {
  const block = ledger.findBlock(parseUintParameter('round', params['round']!));
  if (block === undefined) throw refusals.blockNotFound();
  return block;
}
