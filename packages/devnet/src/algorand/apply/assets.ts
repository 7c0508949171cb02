/** Steps that the asset transactions share. */
import type { Address } from '../address.ts';
import { TransactionError } from '../errors.ts';
import type { Asset, State } from '../ledger/state.ts';

const amountMax = 2n ** 64n - 1n;

export type AssetMove = {
  readonly holder: Address;
  readonly assetId: bigint;
  readonly amount: bigint;
  readonly bypassFreeze: boolean;
};

export function getAsset(state: State, assetId: bigint): Asset {
  const asset = state.assets.get(assetId);
  if (asset === undefined) {
    throw new TransactionError(`asset ${assetId} does not exist or has been deleted`);
  }
  return asset;
}

export function takeOut(state: State, { holder, assetId, amount, bypassFreeze }: AssetMove): void {
  if (amount === 0n) return;
  const holding = state.findHolding(holder, assetId);
  if (holding === undefined) throw new TransactionError(`asset ${assetId} missing from ${holder}`);
  if (holding.frozen && !bypassFreeze) {
    throw new TransactionError(`asset ${assetId} frozen in ${holder}`);
  }
  if (holding.amount < amount) {
    throw new TransactionError(
      `underflow on subtracting ${amount} from sender amount ${holding.amount}`,
    );
  }
  state.putHolding(holder, assetId, { ...holding, amount: holding.amount - amount });
}

export function putIn(state: State, { holder, assetId, amount, bypassFreeze }: AssetMove): void {
  if (amount === 0n) return;
  const holding = state.findHolding(holder, assetId);
  if (holding === undefined) {
    throw new TransactionError(
      `receiver error: must optin, asset ${assetId} missing from ${holder}`,
    );
  }
  if (holding.frozen && !bypassFreeze) throw new TransactionError('asset frozen in recipient');
  if (holding.amount + amount > amountMax) {
    throw new TransactionError(`overflow on adding ${amount} to receiver amount ${holding.amount}`);
  }
  state.putHolding(holder, assetId, { ...holding, amount: holding.amount + amount });
}

/** Keeps the count of what an account holds and created; its minimum balance follows from it. */
export function countAssets(
  state: State,
  address: Address,
  change: { readonly held?: bigint; readonly created?: bigint },
): void {
  const account = state.getAccount(address);
  state.accounts.set(address, {
    ...account,
    assetsHeld: account.assetsHeld + (change.held ?? 0n),
    assetsCreated: account.assetsCreated + (change.created ?? 0n),
  });
}
