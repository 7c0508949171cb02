import {
  ABIMethod,
  getApplicationAddress,
  makePaymentTxnWithSuggestedParamsFromObject,
  OnApplicationComplete,
  Transaction,
  TransactionType,
  type ABIValue,
} from 'algosdk';
import type { Account } from '../../ports/store/index.ts';
import type { Draft } from './build.ts';

/** A call of an application, with the boxes that it touches. */
export interface ApplicationCall {
  readonly description: string;
  /** Signature of its ABI method, as `bootstrap()void`. */
  readonly method: string;
  readonly values: readonly ABIValue[];
  /**
   * Names of all boxes that it reads or writes.
   *
   * Each lets the group move 1,024 bytes of boxes on older networks and 2,048 on newer ones; no box of our contracts is
   * longer than 1,024.
   */
  readonly boxes: readonly Uint8Array[];
  /** What its boxes make the application's account keep, in µALGO. */
  readonly price: bigint;
}

// Rules of the network: what a box costs its application, and what an account must hold to be one, in µALGO.
const boxMinimumBalance = 2_500n;
const boxByteMinimumBalance = 400n;
const accountMinimumBalance = 100_000n;

/** What a new box makes the application's account keep, in µALGO. */
export function priceOfBox(name: Uint8Array, size: number): bigint {
  return boxMinimumBalance + priceOfBytes(name.length + size);
}

/** What a box costs for so many bytes more, in µALGO. */
export function priceOfBytes(size: number): bigint {
  return boxByteMinimumBalance * BigInt(size);
}

/** What the application's account must hold before it may have any box, in µALGO. */
export const applicationAccountPrice = accountMinimumBalance;

/** Selector and encoded arguments of a method, as an application call carries them. */
export function encodeCall(signature: string, values: readonly ABIValue[]): Uint8Array[] {
  const method = ABIMethod.fromSignature(signature);
  return [
    method.getSelector(),
    ...method.args.map(({ type }, index) => {
      if (typeof type === 'string') throw new Error(`Cannot encode a value of type "${type}"`);
      return type.encode(values[index] as ABIValue);
    }),
  ];
}

/** Account of an application; undefined while the application is yet to be made. */
export function applicationAccountOf(applicationId: bigint | null): string | undefined {
  return applicationId === null ? undefined : getApplicationAddress(applicationId).toString();
}

/** The call as a draft. Boxes are named relative to the called application, so they hold whatever its id. */
export function callDraft(
  caller: Account,
  applicationId: bigint | null,
  { description, method, values, boxes }: ApplicationCall,
): Draft {
  return {
    signer: caller,
    description,
    awaitsApplication: applicationId === null,
    build: (common) =>
      // Not through algosdk's makers: those take no call of an application yet to be made.
      new Transaction({
        type: TransactionType.appl,
        sender: caller.address,
        appCallParams: {
          appIndex: applicationId ?? 0n,
          onComplete: OnApplicationComplete.NoOpOC,
          appArgs: encodeCall(method, values),
          boxes: boxes.map((name) => ({ appIndex: 0n, name })),
        },
        ...common,
      }),
  };
}

/** A payment to the application's account. */
export function payApplication(
  payer: Account,
  applicationId: bigint | null,
  { amount, description }: { readonly amount: bigint; readonly description: string },
): Draft {
  return {
    signer: payer,
    description,
    awaitsApplication: applicationId === null,
    build: (common) =>
      makePaymentTxnWithSuggestedParamsFromObject({
        sender: payer.address,
        receiver: applicationAccountOf(applicationId) ?? zeroAddress,
        amount,
        ...common,
      }),
  };
}

const zeroAddress = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ';
