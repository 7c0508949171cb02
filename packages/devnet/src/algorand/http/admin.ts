/** The devnet's own endpoints: faults, blocks on demand, and a page that says what this is. */
import { Refusal } from '../errors.ts';
import { type Fault, faultKinds, parseFault } from '../faults.ts';
import type { JsonValue } from '../wire/json.ts';
import type { ApiAnswer, ApiRequest, NodeParts, Route } from './api.ts';

const blockCountMax = 10_000;

export const adminRoutes: readonly Route[] = [
  { method: 'GET', path: '/devnet', isPublic: true, handle: (_, node) => answerPage(node) },
  { method: 'GET', path: '/devnet/faults', handle: (_, { faults }) => answerFaults(faults.list()) },
  {
    method: 'POST',
    path: '/devnet/faults',
    handle: (request, { faults }) => {
      faults.add(readFault(request));
      return answerFaults(faults.list());
    },
  },
  {
    method: 'DELETE',
    path: '/devnet/faults',
    handle: (_, { faults }) => {
      faults.clear();
      return answerFaults([]);
    },
  },
  {
    method: 'POST',
    path: '/devnet/blocks',
    handle: async (request, node) => {
      const { count = 1 } = readJson(request) as { count?: unknown };
      if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > blockCountMax) {
        throw new Refusal(
          400,
          `Cannot make blocks: "count" is a whole number from 1 to ${blockCountMax}`,
        );
      }
      const block = await node.makeBlocks(Number(count));
      return { json: { 'last-round': block.round } };
    },
  },
];

function answerFaults(faults: readonly Fault[]): ApiAnswer {
  return { json: { faults: faults as readonly JsonValue[] } };
}

function readFault(request: ApiRequest): Fault {
  try {
    return parseFault(readJson(request));
  } catch (error) {
    if (error instanceof RangeError)
      throw new Refusal(400, `Cannot add the fault: ${error.message}`);
    throw error;
  }
}

function readJson({ body }: ApiRequest): object {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below, as for JSON of another kind.
  }
  throw new Refusal(400, 'Cannot read the body: it is not a JSON object');
}

function answerPage({ ledger, faults }: NodeParts): ApiAnswer {
  const kinds = Object.entries(faultKinds).map(
    ([kind, effect]) => `  ${kind.padEnd(14)} ${effect}`,
  );
  const lines = [
    'biatec-devnet: an Algorand node for development and tests.',
    'It is one process without consensus, and its answers can be falsified on purpose. Never hold value on it.',
    '',
    `genesis  ${ledger.chain.genesisId}`,
    `round    ${ledger.latest().round}`,
    `faults   ${JSON.stringify(faults.list())}`,
    '',
    'POST   /devnet/faults   {"kind": …, "path"?, "method"?, "times"?, "ms"?, "status"?, "handled"?, "rounds"?}',
    'GET    /devnet/faults   the faults that are set',
    'DELETE /devnet/faults   removes them all',
    'POST   /devnet/blocks   {"count"?: 1}',
    'The API token is needed in the header X-Algo-API-Token.',
    '',
    ...kinds,
    '',
  ];
  return { bytes: Buffer.from(lines.join('\n')), contentType: 'text/plain; charset=utf-8' };
}
