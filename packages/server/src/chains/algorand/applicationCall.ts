import {
  ABIMethod,
  getApplicationAddress,
  makeApplicationNoOpTxnFromObject,
  makePaymentTxnWithSuggestedParamsFromObject,
  type ABIValue,
} from 'algosdk';
import type { Account } from '../../ports/store/index.ts';
import type { Draft } from './build.ts';

/** A box as a call makes it. */
export interface NewBox {
  readonly name: Uint8Array;
  readonly size: number;
}

/** A call of an application, with the boxes that it makes. */
export interface ApplicationCall {
  readonly description: string;
  /** Signature of its ABI method, as `bootstrap()void`. */
  readonly method: string;
  readonly values: readonly ABIValue[];
  readonly newBoxes: readonly NewBox[];
  /** Names of boxes that it touches without making them. */
  readonly otherBoxes?: readonly Uint8Array[];
}

// Rules of the network: what a box costs its application, and what an account must hold to be one, in µALGO.
const boxMinimumBalance = 2_500n;
const boxByteMinimumBalance = 400n;
const accountMinimumBalance = 100_000n;

/** Bytes of boxes that each reference lets a group read or write; newer networks allow more. */
const bytesPerReference = 1_024;

/** What the application's account must hold for the boxes, in µALGO. */
export function priceOf(boxes: readonly NewBox[]): bigint {
  return boxes.reduce(
    (sum, { name, size }) =>
      sum + boxMinimumBalance + boxByteMinimumBalance * BigInt(name.length + size),
    0n,
  );
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
  { description, method, values, newBoxes, otherBoxes = [] }: ApplicationCall,
): Draft {
  const names = [...newBoxes.map(({ name }) => name), ...otherBoxes];
  return {
    signer: caller,
    description,
    awaitsApplication: applicationId === null,
    build: (common) =>
      makeApplicationNoOpTxnFromObject({
        sender: caller.address,
        appIndex: applicationId ?? 0n,
        appArgs: encodeCall(method, values),
        boxes: [
          ...names.map((name) => ({ appIndex: 0n, name })),
          ...spareReferences(newBoxes, names.length),
        ],
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

/** References to no box, which only let the group write more bytes. */
function spareReferences(newBoxes: readonly NewBox[], named: number) {
  const bytes = newBoxes.reduce((sum, { size }) => sum + size, 0);
  const missing = Math.max(0, Math.ceil(bytes / bytesPerReference) - named);
  return Array.from({ length: missing }, () => ({ appIndex: 0n, name: new Uint8Array() }));
}
