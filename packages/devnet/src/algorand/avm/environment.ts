/**
 * What a program sees of the world outside: its group, the chain, and the state through the rules of availability.
 * The interpreter owns the opcodes, their checks and limits; whoever implements this owns the ledger, which resources
 * a call may touch, and what is recorded of the changes. Whatever it refuses, it throws as an AvmError (or another
 * TransactionError) with algod's sentence; the interpreter adds where in the program that was.
 */
import type { Address } from '../address.ts';
import type { Asset, Holding } from '../ledger/state.ts';
import type { BlockHeader, StateSchema, Transaction } from '../wire/fields.ts';
import type { Value } from './value.ts';

/** The numbers of OnCompletion, as `apan` has them. */
export const onCompletion = {
  noOp: 0n,
  optIn: 1n,
  closeOut: 2n,
  clearState: 3n,
  updateApplication: 4n,
  deleteApplication: 5n,
} as const;

export type TransactionInGroup = {
  readonly txn: Transaction;
  /** The 32 bytes of the transaction id. */
  readonly id: Uint8Array;
  /** What came of it: set once it has been applied, so only on transactions before the running one. */
  readonly effects?: Effects;
};

/** What later transactions of the group may ask of an earlier one (gaid, gload, `gtxn … Logs`). */
export type Effects = {
  readonly createdAssetId: bigint;
  readonly createdApplicationId: bigint;
  readonly logs: readonly Uint8Array[];
  /** The scratch space its program left; absent when no program ran. */
  readonly scratch?: readonly Value[];
};

/** An amount of cost that all application calls of a group draw from; the interpreter takes from it. */
export type Budget = { remaining: number };

export type Environment = {
  readonly group: readonly TransactionInGroup[];
  /** Index of the running transaction. */
  readonly groupIndex: number;
  /** Id of the running application, also while it is being created. */
  readonly applicationId: bigint;
  readonly creator: Address;
  /** Shared by the whole group: 700 for each application call in it, plus what a simulation adds. */
  readonly budget: Budget;
  readonly chain: ChainView;
  /** More than the protocol allows, when a simulation asks for it. @default what the protocol allows */
  readonly logLimits?: { readonly calls: number; readonly bytes: number };

  /** Failures show the opcodes around them: algod's simulations do, its submissions do not. @default false */
  readonly showsOpcodes?: boolean;

  readonly accounts: AccountAccess;
  readonly assets: AssetAccess;
  readonly applications: ApplicationAccess;
  readonly globals: GlobalStateAccess;
  readonly locals: LocalStateAccess;
  readonly boxes: BoxAccess;
};

export type ChainView = {
  /** The round the transaction will be in. */
  readonly round: bigint;
  /** Timestamp of the latest block, in seconds. */
  readonly latestTimestamp: bigint;
  readonly genesisHash: Uint8Array;
  /** The block of an earlier round; the interpreter has checked that the transaction may ask for it. */
  readonly headerOf: (round: bigint) => BlockHeader;
};

/**
 * An account as a program names it: 32 bytes of address, or an index (0 is the sender, then `apat`). Any other length is
 * refused with "not an address"; an account the call may not touch with "unavailable Account …".
 */
export type AccountReference = Value;

/** An application as a program names it: 0 or its own id, the id of one available, or an index into `apfa` (from 1). */
export type ApplicationReference = bigint;

/** An asset as a program names it: the id of one available, or an index into `apas` (from 0). */
export type AssetReference = bigint;

export type AccountAccess = {
  readonly get: (account: AccountReference) => AccountView;
};

export type AccountView = {
  readonly balance: bigint;
  readonly minBalance: bigint;
  /** Undefined when the account signs for itself. */
  readonly authAddress: Address | undefined;
  /** State reserved by created and joined applications together. */
  readonly totalUints: bigint;
  readonly totalByteSlices: bigint;
  readonly totalExtraPages: bigint;
  readonly applicationsCreated: bigint;
  readonly applicationsOptedIn: bigint;
  readonly assetsCreated: bigint;
  readonly assetsHeld: bigint;
  readonly boxes: bigint;
  readonly boxBytes: bigint;
  readonly incentiveEligible: boolean;
  readonly lastHeartbeat: bigint;
};

export type AssetAccess = {
  /** Undefined when the asset does not exist. */
  readonly find: (asset: AssetReference) => Asset | undefined;
  /** Undefined when the account does not hold the asset. */
  readonly findHolding: (account: AccountReference, asset: AssetReference) => Holding | undefined;
};

export type ApplicationAccess = {
  /** Undefined when the application does not exist. */
  readonly find: (application: ApplicationReference) => ApplicationView | undefined;
};

export type ApplicationView = {
  readonly id: bigint;
  readonly creator: Address;
  readonly approvalProgram: Uint8Array;
  readonly clearStateProgram: Uint8Array;
  readonly globalSchema: StateSchema;
  readonly localSchema: StateSchema;
  readonly extraPages: bigint;
  /** How often the programs were replaced. */
  readonly version: bigint;
};

/** Global state. Only the running application's own can be changed. */
export type GlobalStateAccess = {
  readonly get: (application: ApplicationReference, key: Uint8Array) => Value | undefined;
  /** Key and value are of a legal length. Refuses what the schema has no room for. */
  readonly put: (key: Uint8Array, value: Value) => void;
  /** Deleting what is not there does nothing. */
  readonly delete: (key: Uint8Array) => void;
};

/** Local state. `get`, `put` and `delete` refuse an account that has not opted in. */
export type LocalStateAccess = {
  readonly isOptedIn: (account: AccountReference, application: ApplicationReference) => boolean;
  readonly get: (
    account: AccountReference,
    application: ApplicationReference,
    key: Uint8Array,
  ) => Value | undefined;
  readonly put: (account: AccountReference, key: Uint8Array, value: Value) => void;
  readonly delete: (account: AccountReference, key: Uint8Array) => void;
};

/** Why a box is opened: it decides what counts against the group's write budget. */
export type BoxPurpose = 'create' | 'read' | 'write' | 'resize' | 'delete';

/**
 * Boxes of the running application. Each box opcode opens a box once and then changes it at most once. Names have 1 to
 * 64 bytes and sizes are legal when they get here.
 */
export type BoxAccess = {
  /**
   * Checks that the call may touch the box and pays for it from the I/O budget ("invalid Box reference 0x…", "write
   * budget exceeded …"); answers its content, undefined when there is no such box. For a `create` of an existing box
   * the content is answered before anything is paid; the interpreter compares the size.
   *
   * @param size - The size the box will have: for `create`, `resize`, and a `write` that may create (`box_put`).
   */
  readonly open: (name: Uint8Array, purpose: BoxPurpose, size: bigint) => Uint8Array | undefined;
  /** Makes the box; its minimum balance is the application account's. */
  readonly create: (name: Uint8Array, content: Uint8Array) => void;
  /** Replaces the content by one of the same length. */
  readonly write: (name: Uint8Array, content: Uint8Array) => void;
  readonly delete: (name: Uint8Array) => void;
};
