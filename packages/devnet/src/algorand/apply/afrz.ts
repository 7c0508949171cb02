/** Freezing and unfreezing a holding. */
import { zeroAddress } from '../address.ts';
import { TransactionError } from '../errors.ts';
import type { Apply } from './apply.ts';
import { getAsset } from './assets.ts';

export const applyAssetFreeze: Apply = ({ txn, state }) => {
  const { snd, faid: assetId = 0n, fadd: holder = zeroAddress } = txn;
  const { f: freeze } = getAsset(state, assetId).params;
  if (freeze === undefined || freeze !== snd) {
    throw new TransactionError(
      `freeze not allowed: sender ${snd}, freeze ${freeze ?? zeroAddress}`,
    );
  }
  const holding = state.findHolding(holder, assetId);
  if (holding === undefined) throw new TransactionError('asset not found in account');
  state.putHolding(holder, assetId, { ...holding, frozen: txn.afrz ?? false });
  return {};
};
