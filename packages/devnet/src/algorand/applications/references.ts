/** Resolves what a program names: accounts, applications and assets, by themselves or in pairs, as far as they are available. */
import { type Address, encodeAddress } from '../address.ts';
import { AvmError } from '../avm/avmError.ts';
import type { Value } from '../avm/value.ts';
import { applicationAddress } from '../ledger/applications.ts';
import type { Transaction } from '../wire/fields.ts';
import type { GroupCalls } from './groupCalls.ts';

export type ReferenceContext = {
  readonly calls: GroupCalls;
  readonly txn: Transaction;
  readonly appId: bigint;
  readonly version: number;
};

/** Versions of programs that brought availability. */
const versions = { createdInGroup: 6, appAddress: 7, sharedInGroup: 9 } as const;

/** Ids up to this one are never resources, so that a place in a list is not taken for one. */
const lowIdMax = 255n;

/** How programs of one call name things. */
export type References = ReturnType<typeof createReferences>;

export function createReferences({ calls, txn, appId, version }: ReferenceContext) {
  const { resources, overrides } = calls;
  const { unnamed } = overrides;
  const { snd: sender = '', apat = [], apfa = [], apas = [], al = [] } = txn;
  const isShared = version >= versions.sharedInGroup;

  const isNamedAccount = (account: Address): boolean =>
    account === sender || apat.includes(account) || al.some(({ d }) => d === account);

  const isAvailableAccount = (account: Address): boolean =>
    isNamedAccount(account) ||
    (version >= versions.createdInGroup && resources.isCreatedAppAccount(account)) ||
    (isShared && resources.accounts.has(account)) ||
    (version >= versions.appAddress && apfa.some((id) => applicationAddress(id) === account)) ||
    applicationAddress(appId) === account ||
    (unnamed?.allowsAccount(account) ?? false);

  const isAvailableApp = (id: bigint): boolean =>
    al.some(({ p }) => p === id) ||
    apfa.includes(id) ||
    (version >= versions.createdInGroup && resources.createdApps.has(id)) ||
    id === appId ||
    (isShared && resources.apps.has(id)) ||
    (id > lowIdMax && (unnamed?.allowsApp(id) ?? false));

  const isAvailableAsset = (id: bigint): boolean =>
    al.some(({ s }) => s === id) ||
    apas.includes(id) ||
    (version >= versions.createdInGroup && resources.createdAssets.has(id)) ||
    (isShared && resources.assets.has(id)) ||
    (id > lowIdMax && (unnamed?.allowsAsset(id) ?? false));

  const allowsLocal = (account: Address, id: bigint): boolean => {
    if (resources.hasLocal(account, id)) return true;
    if (resources.createdApps.has(id)) return isAvailableAccount(account);
    if (resources.isCreatedAppAccount(account)) return isAvailableApp(id);
    return (
      unnamed !== undefined &&
      isAvailableApp(id) &&
      isAvailableAccount(account) &&
      unnamed.allowsLocal(account, id)
    );
  };

  const allowsHolding = (account: Address, id: bigint): boolean => {
    if (resources.hasHolding(account, id)) return true;
    if (resources.createdAssets.has(id)) return isAvailableAccount(account);
    if (resources.isCreatedAppAccount(account)) return isAvailableAsset(id);
    return (
      unnamed !== undefined &&
      isAvailableAccount(account) &&
      isAvailableAsset(id) &&
      unnamed.allowsHolding(account, id)
    );
  };

  /** The account at a place: 0 is the sender. */
  const accountAt = (place: bigint): Address => {
    if (place === 0n) return sender;
    if (al.length > 0) {
      if (place > BigInt(al.length)) {
        throw new AvmError(
          `invalid Account reference ${place} exceeds length of tx.Access ${al.length}`,
        );
      }
      const { d } = al[Number(place) - 1]!;
      if (d !== undefined) return d;
      throw new AvmError(`address reference ${place} is not an Address in tx.Access`);
    }
    if (place > BigInt(apat.length)) {
      throw new AvmError(
        `invalid Account reference ${place} exceeds length of tx.Accounts ${apat.length}`,
      );
    }
    return apat[Number(place) - 1]!;
  };

  const resolveAccount = (account: Value): Address => {
    if (typeof account === 'bigint') return accountAt(account);
    if (account.length !== 32) throw new AvmError('not an address');
    return encodeAddress(account);
  };

  const resolveApp = (reference: bigint): bigint => {
    if (reference === 0n || reference === appId) return refuseLow('App', appId);
    if (isAvailableApp(reference)) return refuseLow('App', reference);
    const place = Number(reference) - 1;
    const named = apfa[place] ?? al[place]?.p;
    if (named === undefined) throw new AvmError(`unavailable App ${reference}`);
    return refuseLow('App', named);
  };

  const resolveAsset = (reference: bigint): bigint => {
    if (isAvailableAsset(reference)) return refuseLow('Asset', reference);
    const named = apas[Number(reference)] ?? al[Number(reference) - 1]?.s;
    if (named === undefined) throw new AvmError(`unavailable Asset ${reference}`);
    return refuseLow('Asset', named);
  };

  return {
    app: resolveApp,
    asset: resolveAsset,

    account(reference: Value): Address {
      const account = resolveAccount(reference);
      if (isAvailableAccount(account)) return account;
      throw new AvmError(`unavailable Account ${account}`);
    },

    /** What an account has of an application, to be read. */
    local(accountReference: Value, appReference: bigint): LocalReference {
      if (!isShared) {
        return { account: this.account(accountReference), appId: resolveApp(appReference) };
      }
      const account = resolveAccount(accountReference);
      const app = attempt(() => resolveApp(appReference));
      if (app.ok && allowsLocal(account, app.value)) return { account, appId: app.value };
      const isAccountAvailable = isAvailableAccount(account);
      const state = `unavailable Local State ${app.ok ? app.value : 0}+${account}`;
      if (isAccountAvailable) throw new AvmError(app.ok ? state : app.problem);
      const problems = app.ok ? [state] : [app.problem, state];
      throw new AvmError([`unavailable Account ${account}`, ...problems].join(', '));
    },

    /** What an account has of the running application, to be changed. */
    ownLocal(accountReference: Value): Address {
      const account = this.account(accountReference);
      if (!isShared && !isNamedAccount(account)) {
        throw new AvmError(`invalid Account reference for mutation ${account}`);
      }
      if (isShared && !allowsLocal(account, appId)) {
        throw new AvmError(`unavailable Local State ${appId}+${account}`);
      }
      return account;
    },

    /** What an account has of an asset. */
    holding(accountReference: Value, assetReference: bigint): HoldingReference {
      if (!isShared) {
        return { account: this.account(accountReference), assetId: resolveAsset(assetReference) };
      }
      const account = resolveAccount(accountReference);
      const asset = attempt(() => resolveAsset(assetReference));
      if (asset.ok && allowsHolding(account, asset.value)) {
        return { account, assetId: asset.value };
      }
      if (isAvailableAccount(account)) {
        throw new AvmError(
          asset.ok ? `unavailable Holding ${asset.value}+${account}` : asset.problem,
        );
      }
      const problems = asset.ok ? [] : [asset.problem];
      throw new AvmError([`unavailable Account ${account}`, ...problems].join(', '));
    },
  };
}

type LocalReference = { readonly account: Address; readonly appId: bigint };
type HoldingReference = { readonly account: Address; readonly assetId: bigint };

function refuseLow(kind: 'App' | 'Asset', id: bigint): bigint {
  if (id <= lowIdMax) throw new AvmError(`low ${kind} lookup ${id}`);
  return id;
}

type Attempt =
  | { readonly ok: true; readonly value: bigint }
  | { readonly ok: false; readonly problem: string };

function attempt(resolve: () => bigint): Attempt {
  try {
    return { ok: true, value: resolve() };
  } catch (error) {
    if (error instanceof AvmError) return { ok: false, problem: error.message };
    throw error;
  }
}
