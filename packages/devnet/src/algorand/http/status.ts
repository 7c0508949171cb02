/** Where the chain stands, and what the node is. */
import { genesisToJson } from '../genesis.ts';
import { build, consensus } from '../params.ts';
import type { JsonValue } from '../wire/json.ts';
import type { ApiAnswer, NodeParts, Route } from './api.ts';
import { parseUintParameter } from './parameters.ts';

const notCatchingUp = {
  catchpoint: '',
  'catchpoint-acquired-blocks': 0,
  'catchpoint-processed-accounts': 0,
  'catchpoint-processed-kvs': 0,
  'catchpoint-total-accounts': 0,
  'catchpoint-total-blocks': 0,
  'catchpoint-total-kvs': 0,
  'catchpoint-verified-accounts': 0,
  'catchpoint-verified-kvs': 0,
  'catchup-time': 0,
  'last-catchpoint': '',
  'stopped-at-unsupported-round': false,
} as const satisfies JsonValue;

function answerStatus(node: NodeParts): ApiAnswer {
  const { round } = node.ledger.latest();
  return {
    json: {
      ...notCatchingUp,
      'last-round': round,
      'last-version': consensus.version,
      'next-version': consensus.version,
      'next-version-round': round + 1n,
      'next-version-supported': true,
      'time-since-last-round': node.nanosecondsSinceLastBlock(),
    },
  };
}

const answerNull = (): ApiAnswer => ({ json: null });

export const statusRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/status', handle: (_, node) => answerStatus(node) },
  {
    method: 'GET',
    path: '/v2/status/wait-for-block-after/{round}',
    handle: async ({ params, signal }, node) => {
      await node.waitForBlockAfter(parseUintParameter('round', params['round']!), signal);
      return answerStatus(node);
    },
  },
  {
    method: 'GET',
    path: '/v2/transactions/params',
    handle: (_, { ledger }) => ({
      json: {
        'consensus-version': consensus.version,
        fee: 0,
        'genesis-hash': Buffer.from(ledger.chain.genesisHash).toString('base64'),
        'genesis-id': ledger.chain.genesisId,
        'last-round': ledger.latest().round,
        'min-fee': consensus.minTxnFee,
      },
    }),
  },
  {
    method: 'GET',
    path: '/versions',
    isPublic: true,
    handle: (_, { ledger }) => ({
      json: {
        versions: ['v2'],
        genesis_id: ledger.chain.genesisId,
        genesis_hash_b64: Buffer.from(ledger.chain.genesisHash).toString('base64'),
        build: { ...build, commit_hash: '', branch: 'biatec-devnet', channel: 'dev' },
      },
    }),
  },
  {
    method: 'GET',
    path: '/genesis',
    isPublic: true,
    handle: (_, { genesis }) => ({ json: genesisToJson(genesis) }),
  },
  { method: 'GET', path: '/health', isPublic: true, handle: answerNull },
  { method: 'GET', path: '/ready', isPublic: true, handle: answerNull },
];
