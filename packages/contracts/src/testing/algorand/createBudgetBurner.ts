import type { Account, Algodv2 } from 'algosdk';
import { createRawApp } from './createApp.ts';

// 32 times `pushbytes 0x; sha256; pop`: 1,184 of the 1,400 that two calls have together.
const hashes = Array.from({ length: 32 }, () => [0x80, 0, 0x01, 0x48]).flat();
// `#pragma version 10; txn ApplicationID; bz end`, the hashes, `end: int 1`: its own creation costs next to nothing.
const program = Uint8Array.of(10, 0x31, 0x18, 0x41, 0, hashes.length, ...hashes, 0x81, 1);

/** An app that spends more budget than its call brings; answers its id. */
export function createBudgetBurner(algod: Algodv2, creator: Account): Promise<bigint> {
  return createRawApp(algod, creator, { approvalProgram: program, clearProgram: program });
}
