/** Accounts and what they hold. */
import type { Address } from '../address.ts';
import { minimumBalance } from '../apply/balances.ts';
import { refusals } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Account, Participation } from '../ledger/state.ts';
import type { JsonValue } from '../wire/json.ts';
import type { ApiAnswer, Route } from './api.ts';
import { applicationToJson, localStateToJson, schemaToJson } from './applications.ts';
import { assetParamsToJson } from './assets.ts';
import { parseAddressParameter, parseFormat, parseUintParameter } from './parameters.ts';

export const accountRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v2/accounts/{address}',
    handle: ({ params, query }, { ledger }) => {
      const address = parseAddressParameter(params['address']!);
      refuseMsgpack(query);
      const exclusions = parseExclude(query.get('exclude') ?? '');
      return { json: accountToJson(ledger, address, exclusions) };
    },
  },
  {
    method: 'GET',
    path: '/v2/accounts/{address}/assets/{asset-id}',
    handle: ({ params, query }, { ledger }) => {
      const address = parseAddressParameter(params['address']!);
      const assetId = parseUintParameter('asset-id', params['asset-id']!);
      refuseMsgpack(query);
      return answerAccountAsset(ledger, address, assetId);
    },
  },
];

function refuseMsgpack(query: URLSearchParams): void {
  if (parseFormat(query) === 'msgpack') throw refusals.unsupported('accounts in MessagePack');
}

const excludable = new Set(['created-apps-params', 'created-assets-params']);

type Exclusions = {
  readonly resources: boolean;
  readonly assetParams: boolean;
  readonly appParams: boolean;
};

function parseExclude(text: string): Exclusions {
  const values = text.split(',').map((value) => value.trim());
  if (values.length === 1 && values[0] === 'all') {
    return { resources: true, assetParams: true, appParams: true };
  }
  if (values.length === 1 && ['none', ''].includes(values[0]!)) {
    return { resources: false, assetParams: false, appParams: false };
  }
  if (values.some((value) => !excludable.has(value))) throw refusals.badExclude();
  return {
    resources: false,
    assetParams: values.includes('created-assets-params'),
    appParams: values.includes('created-apps-params'),
  };
}

function accountToJson(ledger: Ledger, address: Address, exclusions: Exclusions): JsonValue {
  const account = ledger.state.getAccount(address);
  return {
    ...summaryToJson(account),
    ...(exclusions.resources ? {} : resourcesToJson(ledger, address, exclusions)),
    address,
    round: ledger.latest().round,
  };
}

function summaryToJson(account: Account): { readonly [key: string]: JsonValue | undefined } {
  return {
    amount: account.amount,
    'amount-without-pending-rewards': account.amount,
    'apps-total-extra-pages': account.appExtraPages || undefined,
    'apps-total-schema': schemaToJson(account.appSchema),
    'auth-addr': account.authAddress,
    'incentive-eligible': account.incentiveEligible,
    'last-heartbeat': account.lastHeartbeat,
    'min-balance': minimumBalance(account),
    participation: account.participation && participationToJson(account.participation),
    'pending-rewards': 0,
    'reward-base': 0,
    rewards: 0,
    status: account.status === 'NotParticipating' ? 'Not Participating' : account.status,
    'total-apps-opted-in': account.appsOptedIn,
    'total-assets-opted-in': account.assetsHeld,
    'total-box-bytes': account.boxBytes || undefined,
    'total-boxes': account.boxes || undefined,
    'total-created-apps': account.appsCreated,
    'total-created-assets': account.assetsCreated,
  };
}

function resourcesToJson(
  { state, belongings }: Ledger,
  address: Address,
  { assetParams, appParams }: Exclusions,
): { readonly [key: string]: JsonValue } {
  return {
    'apps-local-state': belongings
      .appsOptedInBy(address)
      .map((id) => localStateToJson(id, state.findLocalState(address, id)!)),
    'created-apps': belongings
      .appsCreatedBy(address)
      .map((id) => (appParams ? { id } : applicationToJson(id, state.apps.get(id)!))),
    assets: belongings.heldBy(address).map((assetId) => {
      const { amount, frozen } = state.findHolding(address, assetId)!;
      return { amount, 'asset-id': assetId, 'is-frozen': frozen };
    }),
    'created-assets': belongings.createdBy(address).map((index) => {
      const asset = state.assets.get(index)!;
      return assetParams ? { index } : { index, params: assetParamsToJson(asset) };
    }),
  };
}

function participationToJson(participation: Participation): JsonValue {
  const base64 = (bytes: Uint8Array | undefined): string | undefined =>
    bytes && Buffer.from(bytes).toString('base64');
  return {
    'selection-participation-key': base64(participation.selectionKey),
    'state-proof-key': base64(participation.stateProofKey),
    'vote-first-valid': participation.voteFirst,
    'vote-key-dilution': participation.voteKeyDilution,
    'vote-last-valid': participation.voteLast,
    'vote-participation-key': base64(participation.voteKey),
  };
}

function answerAccountAsset(ledger: Ledger, address: Address, assetId: bigint): ApiAnswer {
  const holding = ledger.state.findHolding(address, assetId);
  const asset = ledger.state.assets.get(assetId);
  const created = asset?.creator === address ? asset : undefined;
  if (holding === undefined && created === undefined) throw refusals.accountAssetNotFound();
  return {
    json: {
      'asset-holding': holding && {
        amount: holding.amount,
        'asset-id': assetId,
        'is-frozen': holding.frozen,
      },
      'created-asset': created && assetParamsToJson(created),
      round: ledger.latest().round,
    },
  };
}
