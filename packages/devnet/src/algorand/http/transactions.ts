/** Sending transactions and asking what became of them. */
import type { Address } from '../address.ts';
import { Refusal, refusals } from '../errors.ts';
import type { EvaluatedTransaction } from '../ledger/evaluate.ts';
import type { FoundTransaction } from '../ledger/ledger.ts';
import { consensus } from '../params.ts';
import { decodeSignedTransactions } from '../wire/decode.ts';
import {
  type FieldTable,
  type SignedTransaction,
  signedTransactionFields,
} from '../wire/fields.ts';
import { MsgpackError } from '../wire/reader.ts';
import type { ApiAnswer, ApiRequest, NodeParts, Route } from './api.ts';
import { answerWire } from './answer.ts';
import { toTransactionInfo, transactionInfoFields } from './transactionInfo.ts';
import {
  type Format,
  parseAddressParameter,
  parseFormat,
  parseTransactionId,
  parseUintParameter,
} from './parameters.ts';

const pendingListFields = {
  'top-transactions': { always: { list: signedTransactionFields } },
  'total-transactions': { always: 'uint' },
} as const satisfies FieldTable;

export const transactionRoutes: readonly Route[] = [
  { method: 'POST', path: '/v2/transactions', handle: send },
  {
    method: 'GET',
    path: '/v2/transactions/pending',
    handle: ({ query }, { ledger }) => listPending(query, ledger.waiting),
  },
  {
    method: 'GET',
    path: '/v2/accounts/{address}/transactions/pending',
    handle: ({ params, query }, { ledger }) => {
      const address = parseAddressParameter(params['address']!);
      return listPending(query, ledger.waiting, address);
    },
  },
  {
    method: 'GET',
    path: '/v2/transactions/pending/{txid}',
    handle: ({ params, query }, { ledger }) => {
      const found = ledger.findTransaction(parseTransactionId(params['txid']!));
      if (found === undefined) throw refusals.transactionNotFound();
      return answerPending(found, parseFormat(query));
    },
  },
];

async function send({ body }: ApiRequest, node: NodeParts): Promise<ApiAnswer> {
  const txId = await node.submit(decodeGroup(body));
  return { json: { txId } };
}

function decodeGroup(body: Uint8Array): readonly SignedTransaction[] {
  try {
    return decodeSignedTransactions(body, consensus.maxTxGroupSize);
  } catch (error) {
    if (error instanceof MsgpackError || error instanceof RangeError) {
      throw new Refusal(400, error.message);
    }
    throw error;
  }
}

function answerPending(found: FoundTransaction, format: Format): ApiAnswer {
  const { signed, applied, confirmedRound } = found;
  // What comes of a transaction is only said when a block says it.
  const info = toTransactionInfo(
    signed,
    confirmedRound === undefined ? {} : applied,
    confirmedRound,
  );
  return answerWire(format, transactionInfoFields, info);
}

function listPending(
  query: URLSearchParams,
  waiting: readonly EvaluatedTransaction[],
  address?: Address,
): ApiAnswer {
  const max = Number(parseUintParameter('max', query.get('max') ?? '0')) || Infinity;
  const matching = waiting.filter(({ txn }) => {
    const touched = [txn.snd, txn.rcv, txn.close, txn.arcv, txn.aclose, txn.asnd];
    return address === undefined || touched.includes(address);
  });
  return answerWire(parseFormat(query), pendingListFields, {
    'top-transactions': matching.slice(0, max).map(({ signed }) => signed),
    'total-transactions': BigInt(waiting.length),
  });
}
