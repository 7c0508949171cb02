import type { AvmContract } from '@biatec-tokens/contracts';
import {
  ABIMethod,
  assignGroupID,
  getApplicationAddress,
  makeApplicationCallTxnFromObject,
  makePaymentTxnWithSuggestedParamsFromObject,
  modelsv2,
  OnApplicationComplete,
  SignedTransaction,
  type ABIValue,
  type Algodv2,
  type Transaction,
} from 'algosdk';
import type { Account } from '../../../ports/store/accounts.ts';
import { encodeCall } from '../applicationCall.ts';

/** Signs transactions as one group and sends it. */
export type SendGroup = (
  group: readonly { readonly from: Account; readonly transaction: Transaction }[],
) => Promise<void>;

/** A contract on chain, called as its holders do. */
export interface ContractCalls {
  /** Calls a method and waits for its block. */
  act(from: Account, method: string, ...values: readonly ABIValue[]): Promise<void>;
  /** What a method answers, without sending it. */
  read(from: Account, method: string, ...values: readonly ABIValue[]): Promise<ABIValue>;
  /** What the chain would refuse the call with; null where it would not. */
  refusalOf(from: Account, method: string, ...values: readonly ABIValue[]): Promise<string | null>;
}

/** More than any call makes the application keep; it counts the payment directly before the call. */
const paymentForBoxes = 450_000n;
const returnPrefixBytes = 4;

/** Finds the boxes of each call by simulation, as clients with no knowledge of the contract do. */
export function createContractCalls(
  { algod, sendGroup }: { readonly algod: Algodv2; readonly sendGroup: SendGroup },
  { contract, applicationId }: { readonly contract: AvmContract; readonly applicationId: bigint },
): ContractCalls {
  type Box = { readonly appIndex: bigint; readonly name: Uint8Array };

  async function build(
    from: Account,
    method: string,
    { values, boxes }: { readonly values: readonly ABIValue[]; readonly boxes: readonly Box[] },
  ): Promise<Transaction[]> {
    const suggestedParams = await algod.getTransactionParams().do();
    const note = crypto.getRandomValues(new Uint8Array(8));
    const common = { sender: from.address, suggestedParams, note };
    const group = [
      makePaymentTxnWithSuggestedParamsFromObject({
        ...common,
        receiver: getApplicationAddress(applicationId),
        amount: paymentForBoxes,
      }),
      makeApplicationCallTxnFromObject({
        ...common,
        appIndex: applicationId,
        onComplete: OnApplicationComplete.NoOpOC,
        appArgs: encodeCall(signatureOf(method), values),
        boxes: [...boxes],
      }),
    ];
    return assignGroupID(group);
  }

  function signatureOf(method: string): string {
    const signature = contract.methods[method];
    if (signature === undefined) throw new Error(`Contract ${contract.name} has no "${method}"`);
    return signature;
  }

  async function simulate(from: Account, method: string, values: readonly ABIValue[]) {
    const group = await build(from, method, { values, boxes: [] });
    const { txnGroups } = await algod
      .simulateTransactions(
        new modelsv2.SimulateRequest({
          allowEmptySignatures: true,
          allowUnnamedResources: true,
          txnGroups: [
            new modelsv2.SimulateRequestTransactionGroup({
              txns: group.map((txn) => new SignedTransaction({ txn })),
            }),
          ],
        }),
      )
      .do();
    const [result] = txnGroups;
    if (result === undefined) throw new Error('Expected the simulation of a group');
    return result;
  }

  /** The contract's own words, which its ARC-56 keeps by program counter. */
  function explain(failure: string): string {
    const pc = Number(/pc=(\d+)/.exec(failure)?.[1]);
    const { sourceInfo } = contract.arc56.sourceInfo.approval;
    return sourceInfo.find((info) => info.pc.includes(pc))?.errorMessage ?? failure;
  }

  return {
    async act(from, method, ...values) {
      const { unnamedResourcesAccessed: found, failureMessage } = await simulate(
        from,
        method,
        values,
      );
      if (failureMessage !== undefined) throw new Error(explain(failureMessage));
      const named = (found?.boxes ?? []).map(({ name }) => ({ appIndex: 0n, name }));
      const extra = Array.from({ length: found?.extraBoxRefs ?? 0 }, () => ({
        appIndex: 0n,
        name: new Uint8Array(),
      }));
      const group = await build(from, method, { values, boxes: [...named, ...extra] });
      await sendGroup(group.map((transaction) => ({ from, transaction })));
    },

    async read(from, method, ...values) {
      const { txnResults, failureMessage } = await simulate(from, method, values);
      if (failureMessage !== undefined) throw new Error(explain(failureMessage));
      const log = txnResults.at(-1)?.txnResult.logs?.at(-1);
      const { type } = ABIMethod.fromSignature(signatureOf(method)).returns;
      if (log === undefined || type === 'void') throw new Error(`"${method}" answers nothing`);
      return type.decode(log.slice(returnPrefixBytes));
    },

    async refusalOf(from, method, ...values) {
      const { failureMessage } = await simulate(from, method, values);
      return failureMessage === undefined ? null : explain(failureMessage);
    },
  };
}
