/** What `asset_params_get` and `asset_holding_get` read. */
import type { Asset, Holding } from '../../ledger/state.ts';
import { fromBoolean, type Value } from '../value.ts';
import { addressBytes, type Field } from './field.ts';

const none = new Uint8Array();
const zeros32 = new Uint8Array(32);

export const assetFields: readonly Field<Asset, Value>[] = [
  { name: 'AssetTotal', since: 2, read: ({ params }) => params.t ?? 0n },
  { name: 'AssetDecimals', since: 2, read: ({ params }) => params.dc ?? 0n },
  { name: 'AssetDefaultFrozen', since: 2, read: ({ params }) => fromBoolean(params.df ?? false) },
  { name: 'AssetUnitName', since: 2, read: ({ params }) => params.un ?? none },
  { name: 'AssetName', since: 2, read: ({ params }) => params.an ?? none },
  { name: 'AssetURL', since: 2, read: ({ params }) => params.au ?? none },
  { name: 'AssetMetadataHash', since: 2, read: ({ params }) => params.am ?? zeros32 },
  { name: 'AssetManager', since: 2, read: ({ params }) => addressBytes(params.m) },
  { name: 'AssetReserve', since: 2, read: ({ params }) => addressBytes(params.r) },
  { name: 'AssetFreeze', since: 2, read: ({ params }) => addressBytes(params.f) },
  { name: 'AssetClawback', since: 2, read: ({ params }) => addressBytes(params.c) },
  { name: 'AssetCreator', since: 5, read: ({ creator }) => addressBytes(creator) },
];

export const holdingFields: readonly Field<Holding, Value>[] = [
  { name: 'AssetBalance', since: 2, read: ({ amount }) => amount },
  { name: 'AssetFrozen', since: 2, read: ({ frozen }) => fromBoolean(frozen) },
];
