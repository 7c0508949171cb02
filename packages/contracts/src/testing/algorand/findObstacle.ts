import type { Account, Algodv2 } from 'algosdk';
import { createRawApp } from './createApp.ts';

// `#pragma version 10; int 1`
const alwaysApproves = Uint8Array.of(10, 0x81, 1);

/** Why a node cannot run applications, in its own words. */
export async function findObstacle(algod: Algodv2, funder: Account): Promise<string | undefined> {
  try {
    await createRawApp(algod, funder, {
      approvalProgram: alwaysApproves,
      clearProgram: alwaysApproves,
    });
    return undefined;
  } catch (error) {
    return `the node cannot run applications (${(error as Error).message})`;
  }
}
