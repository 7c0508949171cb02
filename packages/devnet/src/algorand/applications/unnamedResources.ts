/** What a simulation may use without naming it. */
import type { Address } from '../address.ts';
import type { State } from '../ledger/state.ts';

export type UnnamedResources = {
  /** Bytes of box I/O that the group could have at most. */
  readonly ioBudget: number;
  /** Says which program asks next. */
  beginProgram(groupIndex: number, version: number, state: State): void;
  allowsAccount(account: Address): boolean;
  allowsAsset(assetId: bigint): boolean;
  allowsApp(appId: bigint): boolean;
  allowsHolding(account: Address, assetId: bigint): boolean;
  allowsLocal(account: Address, appId: bigint): boolean;
  allowsBox(box: {
    readonly appId: bigint;
    readonly name: string;
    readonly isNewApp: boolean;
    /** Size of the box now. */
    readonly bytes: number;
  }): boolean;
  /** Bytes of I/O left after what the group names was read; negative when it named too little. */
  takeReadSurplus(bytes: number): boolean;
  /** Bytes that the group will have to write. */
  takeWrites(bytes: number): void;
};
