/** What `app_params_get` reads. */
import { applicationAddress } from '../applicationAddress.ts';
import type { ApplicationView } from '../environment.ts';
import type { Value } from '../value.ts';
import { addressBytes, type Field } from './field.ts';

export const applicationFields: readonly Field<ApplicationView, Value>[] = [
  { name: 'AppApprovalProgram', since: 5, read: (application) => application.approvalProgram },
  { name: 'AppClearStateProgram', since: 5, read: (application) => application.clearStateProgram },
  { name: 'AppGlobalNumUint', since: 5, read: ({ globalSchema }) => globalSchema.nui ?? 0n },
  { name: 'AppGlobalNumByteSlice', since: 5, read: ({ globalSchema }) => globalSchema.nbs ?? 0n },
  { name: 'AppLocalNumUint', since: 5, read: ({ localSchema }) => localSchema.nui ?? 0n },
  { name: 'AppLocalNumByteSlice', since: 5, read: ({ localSchema }) => localSchema.nbs ?? 0n },
  { name: 'AppExtraProgramPages', since: 5, read: (application) => application.extraPages },
  { name: 'AppCreator', since: 5, read: ({ creator }) => addressBytes(creator) },
  { name: 'AppAddress', since: 5, read: ({ id }) => applicationAddress(id) },
  { name: 'AppVersion', since: 12, read: ({ version }) => version },
];
