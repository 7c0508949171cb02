/** Asset transfers: opting in, sending, clawing back, closing out. */
import { type Address, zeroAddress } from '../address.ts';
import { TransactionError } from '../errors.ts';
import type { State } from '../ledger/state.ts';
import type { Apply } from './apply.ts';
import { countAssets, getAsset, putIn, takeOut } from './assets.ts';

export const applyAssetTransfer: Apply = ({ txn, state }) => {
  const { snd, asnd, xaid: assetId = 0n, aamt: amount = 0n, arcv, aclose } = txn;
  const isClawback = asnd !== undefined;
  if (isClawback) checkClawback(state, assetId, snd);
  const source = asnd ?? snd;

  if (amount === 0n && arcv === source && !isClawback) optIn(state, source, assetId);
  const move = { assetId, amount, bypassFreeze: isClawback };
  takeOut(state, { ...move, holder: source });
  putIn(state, { ...move, holder: arcv ?? zeroAddress });
  return aclose === undefined ? {} : { aca: closeOut(state, source, assetId, aclose) };
};

function checkClawback(state: State, assetId: bigint, sender: Address): void {
  const { c: clawback } = getAsset(state, assetId).params;
  if (clawback === undefined || clawback !== sender) {
    throw new TransactionError(
      `clawback not allowed: sender ${sender}, clawback ${clawback ?? zeroAddress}`,
    );
  }
}

/** A transfer of nothing to oneself makes room for the asset. */
function optIn(state: State, account: Address, assetId: bigint): void {
  if (state.findHolding(account, assetId) !== undefined) return;
  const { params } = getAsset(state, assetId);
  state.putHolding(account, assetId, { amount: 0n, frozen: params.df ?? false });
  countAssets(state, account, { held: 1n });
}

function closeOut(state: State, account: Address, assetId: bigint, to: Address): bigint {
  if (state.getAccount(account).assetsHeld === 0n) {
    throw new TransactionError(
      `cannot close asset holding on account ${account} : account is not opted in asset ${assetId} `,
    );
  }
  const creator = state.assets.get(assetId)?.creator;
  if (creator === account) {
    throw new TransactionError('cannot close asset ID in allocating account');
  }
  const holding = state.findHolding(account, assetId);
  if (holding === undefined) {
    throw new TransactionError(`asset ${assetId} not present in account ${account}`);
  }
  // Giving back to the creator is always possible, also when frozen.
  const move = { assetId, amount: holding.amount, bypassFreeze: creator === to };
  takeOut(state, { ...move, holder: account });
  putIn(state, { ...move, holder: to });
  const left = state.findHolding(account, assetId)?.amount ?? 0n;
  if (left !== 0n) {
    throw new TransactionError(`asset ${assetId} not zero (${left}) after closing`);
  }
  state.deleteHolding(account, assetId);
  countAssets(state, account, { held: -1n });
  return holding.amount;
}
