import {
  makeApplicationCreateTxnFromObject,
  OnApplicationComplete,
  type Account,
  type Algodv2,
} from 'algosdk';
import { sendGroup } from './sendGroup.ts';

// `#pragma version 10; int 1`
const alwaysApproves = Uint8Array.of(10, 0x81, 1);

/** Why a node cannot run applications, in its own words. */
export async function findObstacle(algod: Algodv2, funder: Account): Promise<string | undefined> {
  const transaction = makeApplicationCreateTxnFromObject({
    sender: funder.addr,
    approvalProgram: alwaysApproves,
    clearProgram: alwaysApproves,
    numGlobalByteSlices: 0,
    numGlobalInts: 0,
    numLocalByteSlices: 0,
    numLocalInts: 0,
    onComplete: OnApplicationComplete.NoOpOC,
    note: crypto.getRandomValues(new Uint8Array(8)),
    suggestedParams: await algod.getTransactionParams().do(),
  });
  try {
    await sendGroup(algod, [{ transaction, signer: funder }]);
    return undefined;
  } catch (error) {
    return `the node cannot run applications (${(error as Error).message})`;
  }
}
