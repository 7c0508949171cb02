/** Applications by id, their boxes, and what an account has of one. */
import type { Address } from '../address.ts';
import { Refusal, refusals } from '../errors.ts';
import type { Application, KeyValues, LocalState, Schema } from '../ledger/applications.ts';
import { applicationAddress } from '../ledger/applications.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { JsonValue } from '../wire/json.ts';
import type { ApiAnswer, ApiRequest, NodeParts, Route } from './api.ts';
import {
  parseAddressParameter,
  parseAppCallBytes,
  parseFormat,
  parseUintParameter,
} from './parameters.ts';

export const applicationRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/applications/{application-id}',
    handle: (request, { ledger }) => {
      const id = parseApplicationId(request);
      const app = ledger.state.apps.get(id);
      if (app === undefined) throw refusals.appNotFound();
      return { json: applicationToJson(id, app) };
    },
  },
  { method: 'GET', path: '/v2/applications/{application-id}/boxes', handle: answerBoxes },
  { method: 'GET', path: '/v2/applications/{application-id}/box', handle: answerBox },
  {
    method: 'GET',
    path: '/v2/accounts/{address}/applications/{application-id}',
    handle: (request, { ledger }) => {
      const address = parseAddressParameter(request.params['address']!);
      const id = parseApplicationId(request);
      if (parseFormat(request.query) === 'msgpack') {
        throw refusals.unsupported('account applications in MessagePack');
      }
      return answerAccountApplication(ledger, address, id);
    },
  },
];

export function applicationToJson(id: bigint, app: Application): JsonValue {
  return {
    id,
    params: {
      'approval-program': base64(app.approvalProgram),
      'clear-state-program': base64(app.clearProgram),
      creator: app.creator,
      'extra-program-pages': app.extraPages || undefined,
      'global-state': valuesToJson(app.globals),
      'global-state-schema': schemaToJson(app.globalSchema),
      'local-state-schema': schemaToJson(app.localSchema),
      'size-sponsor': app.sizeSponsor,
      version: app.version || undefined,
    },
  };
}

export function localStateToJson(id: bigint, { schema, values }: LocalState): JsonValue {
  return { id, 'key-value': valuesToJson(values), schema: schemaToJson(schema) };
}

export function schemaToJson({ uints, byteSlices }: Schema): JsonValue {
  return { 'num-byte-slice': byteSlices, 'num-uint': uints };
}

/** Types: 1 is bytes, 2 an integer. */
function valuesToJson(values: KeyValues): JsonValue | undefined {
  if (values.size === 0) return undefined;
  const keys = [...values.keys()].toSorted();
  return keys.map((key) => {
    const value = values.get(key)!;
    const isUint = typeof value === 'bigint';
    return {
      key: base64(Buffer.from(key, 'latin1')),
      value: {
        bytes: isUint ? '' : base64(value),
        type: isUint ? 2 : 1,
        uint: isUint ? value : 0,
      },
    };
  });
}

function parseApplicationId({ params }: ApiRequest): bigint {
  return parseUintParameter('application-id', params['application-id']!);
}

function answerAccountApplication(ledger: Ledger, address: Address, id: bigint): ApiAnswer {
  const app = ledger.state.apps.get(id);
  const created = app?.creator === address ? app : undefined;
  const local = ledger.state.findLocalState(address, id);
  if (created === undefined && local === undefined) throw refusals.accountAppNotFound();
  const json = created && (applicationToJson(id, created) as { readonly params: JsonValue });
  return {
    json: {
      'app-local-state': local && localStateToJson(id, local),
      'created-app': json?.params,
      round: ledger.latest().round,
    },
  };
}

function answerBox(request: ApiRequest, { ledger }: NodeParts): ApiAnswer {
  const id = parseApplicationId(request);
  const text = request.query.get('name');
  if (text === null) {
    throw new Refusal(400, "Invalid format for parameter name: query parameter 'name' is required");
  }
  const name = parseAppCallBytes(text);
  const value = ledger.state.findBox(id, name.toString('latin1'));
  if (value === undefined) throw refusals.boxNotFound();
  return { json: { name: base64(name), round: ledger.latest().round, value: base64(value) } };
}

const boxesMax = 100_000;
const boxBytesMax = 1_000_000;

function answerBoxes(request: ApiRequest, { ledger }: NodeParts): ApiAnswer {
  const id = parseApplicationId(request);
  const { query } = request;
  const isPaged = ['limit', 'next', 'include', 'prefix', 'round'].some(
    (name) => (query.get(name) ?? '') !== '',
  );
  return isPaged ? answerPage(ledger, id, query) : answerAll(ledger, id, query);
}

function answerAll(ledger: Ledger, id: bigint, query: URLSearchParams): ApiAnswer {
  const requested = parseUintParameter('max', query.get('max') ?? '0');
  const max = requested > 0n && requested <= boxesMax ? Number(requested) : boxesMax + 1;
  const total = Number(ledger.state.getAccount(applicationAddress(id)).boxes);
  if (total > max) {
    throw new Refusal(400, 'Result limit exceeded', {
      max: requested,
      'max-api-box-per-application': boxesMax,
      'total-boxes': total,
    });
  }
  const names = ledger.belongings.boxesOf(id);
  return { json: { boxes: names.map((name) => ({ name: base64(latin1(name)) })) } };
}

function answerPage(ledger: Ledger, id: bigint, query: URLSearchParams): ApiAnswer {
  const { round } = ledger.latest();
  const asked = query.get('round');
  if (asked !== null && parseUintParameter('round', asked) > round) {
    throw new Refusal(400, 'given round is greater than the latest round');
  }
  if (asked !== null && BigInt(asked) < round) throw refusals.unsupported('boxes of past rounds');
  const limit = Number(parseUintParameter('limit', query.get('limit') ?? '0')) || boxesMax;
  const after = parseNameParameter(query, 'next', 'invalid next token');
  const prefix = parseNameParameter(query, 'prefix', 'invalid prefix') ?? '';
  const withValues = (query.get('include') ?? '').split(',').includes('values');
  const names = ledger.belongings
    .boxesOf(id)
    .filter((name) => name.startsWith(prefix) && (after === undefined || name > after));
  const boxes: JsonValue[] = [];
  let bytes = 0;
  let last = '';
  for (const name of names.slice(0, limit)) {
    const value = ledger.state.findBox(id, name)!;
    bytes += name.length + (withValues ? value.length : 0);
    if (bytes > boxBytesMax && boxes.length > 0) break;
    boxes.push({ name: base64(latin1(name)), value: withValues ? base64(value) : undefined });
    last = name;
  }
  const nextToken = boxes.length < names.length ? `b64:${base64(latin1(last))}` : undefined;
  return { json: { boxes, 'next-token': nextToken, round } };
}

function parseNameParameter(
  query: URLSearchParams,
  name: string,
  problem: string,
): string | undefined {
  const text = query.get(name) ?? '';
  return text === '' ? undefined : parseAppCallBytes(text, `${problem}: `).toString('latin1');
}

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
