/** Asset configuration: creating an asset, changing its roles, destroying it. */
import { zeroAddress } from '../address.ts';
import { TransactionError } from '../errors.ts';
import type { AssetParams } from '../wire/fields.ts';
import type { Apply, ApplyContext } from './apply.ts';
import { countAssets, getAsset } from './assets.ts';

export const applyAssetConfig: Apply = (context) => {
  const { caid, apar } = context.txn;
  if (caid === undefined) return create(context, apar ?? {});
  const { params } = getAsset(context.state, caid);
  if (params.m === undefined || params.m !== context.txn.snd) {
    throw new TransactionError(
      `this transaction should be issued by the manager. It is issued by ${context.txn.snd}, ` +
        `manager key ${params.m ?? zeroAddress}`,
    );
  }
  if (apar === undefined) destroy(context, caid);
  else reconfigure(context, caid, apar);
  return {};
};

function create({ txn, state }: ApplyContext, params: AssetParams): { caid: bigint } {
  // The transactions before this one are counted; the id is this one's own number.
  const assetId = state.counter + 1n;
  state.assets.set(assetId, { creator: txn.snd, params });
  state.putHolding(txn.snd, assetId, { amount: params.t ?? 0n, frozen: false });
  countAssets(state, txn.snd, { held: 1n, created: 1n });
  return { caid: assetId };
}

function destroy({ state }: ApplyContext, assetId: bigint): void {
  const { creator, params } = getAsset(state, assetId);
  const held = state.findHolding(creator, assetId)?.amount ?? 0n;
  const total = params.t ?? 0n;
  if (held !== total) {
    throw new TransactionError(`cannot destroy asset: creator is holding only ${held}/${total}`);
  }
  state.assets.delete(assetId);
  state.deleteHolding(creator, assetId);
  countAssets(state, creator, { held: -1n, created: -1n });
}

/** A role that was given up stays given up; everything but the roles is fixed at creation. */
function reconfigure({ state }: ApplyContext, assetId: bigint, change: AssetParams): void {
  const { creator, params } = getAsset(state, assetId);
  const roles = {
    m: params.m && change.m,
    r: params.r && change.r,
    f: params.f && change.f,
    c: params.c && change.c,
  };
  state.assets.set(assetId, { creator, params: { ...params, ...roles } });
}
