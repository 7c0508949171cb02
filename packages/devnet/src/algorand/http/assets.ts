/** Assets by id. */
import { refusals } from '../errors.ts';
import type { Asset } from '../ledger/state.ts';
import type { JsonValue } from '../wire/json.ts';
import type { Route } from './api.ts';
import { parseUintParameter } from './parameters.ts';

export const assetRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/assets/{asset-id}',
    handle: ({ params }, { ledger }) => {
      const index = parseUintParameter('asset-id', params['asset-id']!);
      const asset = ledger.state.assets.get(index);
      if (asset === undefined) throw refusals.assetNotFound();
      return { json: { index, params: assetParamsToJson(asset) } };
    },
  },
];

export function assetParamsToJson({ creator, params }: Asset): JsonValue {
  return {
    clawback: params.c,
    creator,
    decimals: params.dc ?? 0n,
    'default-frozen': params.df ?? false,
    freeze: params.f,
    manager: params.m,
    'metadata-hash': base64(params.am),
    name: printable(params.an),
    'name-b64': base64(params.an),
    reserve: params.r,
    total: params.t ?? 0n,
    'unit-name': printable(params.un),
    'unit-name-b64': base64(params.un),
    url: printable(params.au),
    'url-b64': base64(params.au),
  };
}

function base64(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('base64');
}

/** Text is only shown as text when it is UTF-8 without anything unprintable. */
function printable(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes).toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(bytes) && !/[^\P{C}]|[^\P{Z} ]/u.test(text);
  return isText ? text : undefined;
}
