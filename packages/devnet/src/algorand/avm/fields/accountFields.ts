/** What `acct_params_get` reads. */
import type { AccountView } from '../environment.ts';
import { fromBoolean, type Value } from '../value.ts';
import { addressBytes, type Field } from './field.ts';

export const accountFields: readonly Field<AccountView, Value>[] = [
  { name: 'AcctBalance', since: 6, read: (account) => account.balance },
  { name: 'AcctMinBalance', since: 6, read: (account) => account.minBalance },
  { name: 'AcctAuthAddr', since: 6, read: (account) => addressBytes(account.authAddress) },
  { name: 'AcctTotalNumUint', since: 8, read: (account) => account.totalUints },
  { name: 'AcctTotalNumByteSlice', since: 8, read: (account) => account.totalByteSlices },
  { name: 'AcctTotalExtraAppPages', since: 8, read: (account) => account.totalExtraPages },
  { name: 'AcctTotalAppsCreated', since: 8, read: (account) => account.applicationsCreated },
  { name: 'AcctTotalAppsOptedIn', since: 8, read: (account) => account.applicationsOptedIn },
  { name: 'AcctTotalAssetsCreated', since: 8, read: (account) => account.assetsCreated },
  { name: 'AcctTotalAssets', since: 8, read: (account) => account.assetsHeld },
  { name: 'AcctTotalBoxes', since: 8, read: (account) => account.boxes },
  { name: 'AcctTotalBoxBytes', since: 8, read: (account) => account.boxBytes },
  {
    name: 'AcctIncentiveEligible',
    since: 11,
    read: (account) => fromBoolean(account.incentiveEligible),
  },
  // Blocks of this node are proposed by nobody.
  { name: 'AcctLastProposed', since: 11, read: () => 0n },
  { name: 'AcctLastHeartbeat', since: 11, read: (account) => account.lastHeartbeat },
];
