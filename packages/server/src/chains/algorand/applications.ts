import type { AvmContract } from '@biatec-tokens/contracts';
import type { TokenType } from '@biatec-tokens/core';
import type { Issue } from '../../ports/chainAdapter.ts';
import type { ApplicationCall } from './applicationCall.ts';
import { arc1400Application } from './arc1400Application.ts';
import { arc200MintableApplication, arc200PremintedApplication } from './arc200Application.ts';

/** An application as it is asked for: what it is made with, the calls that finish it, and where to find it all again. */
export interface Application {
  readonly contract: AvmContract;
  /** Of the call that makes it: its selector and its frozen parameters. */
  readonly createArguments: readonly Uint8Array[];
  /** Puts it into use; the first supply is issued by it. */
  readonly bootstrap: ApplicationCall;
  /** Calls that record documents, as many in each list as fit one group. */
  readonly documents: readonly (readonly ApplicationCall[])[];
  /** Values in the global state; none changes without the issuer. */
  readonly state: readonly StateValue[];
  /** What the first supply is told as: `totalSupplyBaseUnits`, where there is no other. */
  readonly supply: { readonly field: string; readonly asked: string };
  /** Amounts in boxes that make up the first supply. */
  readonly holdings: readonly Holding[];
  /** Boxes that say what was asked, whole. */
  readonly records: readonly BoxRecord[];
}

export interface StateValue {
  readonly field: string;
  readonly asked: unknown;
  /** Its name in the contract. */
  readonly name: string;
  /** Reads it as it was asked for. */
  readonly read: (value: bigint | Uint8Array) => unknown;
}

export interface Holding {
  readonly field: string;
  readonly box: Uint8Array;
  /** Where in the box its 32 bytes begin. */
  readonly offset: number;
}

export interface BoxRecord {
  readonly field: string;
  readonly asked: unknown;
  readonly box: Uint8Array;
  readonly read: (value: Uint8Array) => unknown;
}

/** Describes the application that an issuance makes. */
export function applicationOf(issue: Issue): Application {
  const describe = applicationByType[issue.tokenType];
  if (describe === undefined)
    throw new Error(`Cannot issue "${issue.tokenType}" as an application`);
  return describe(issue);
}

const applicationByType: Partial<Record<TokenType, (issue: Issue) => Application>> = {
  'arc200-mintable': arc200MintableApplication,
  'arc200-preminted': arc200PremintedApplication,
  arc1400: arc1400Application,
};
