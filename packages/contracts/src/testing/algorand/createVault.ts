import type { Account, Algodv2 } from 'algosdk';
import { createRawApp } from './createApp.ts';

const op = {
  txn: 0x31,
  txna: 0x36,
  btoi: 0x17,
  int: 0x81,
  branchIfZero: 0x41,
  begin: 0xb1,
  set: 0xb2,
  submit: 0xb3,
  next: 0xb6,
} as const;
const field = { receiver: 7, amount: 8, type: 16, appId: 24, args: 26, apps: 50 } as const;
const type = { pay: 1, appl: 6 } as const;

const end = [op.int, 1];
// Called with [receiver, amount, selector, two arguments] it sends a payment and, right after it, a call to the first foreign app.
const inner = [
  [op.begin, op.int, type.pay, op.set, field.type],
  [op.txna, field.args, 0, op.set, field.receiver],
  [op.txna, field.args, 1, op.btoi, op.set, field.amount],
  [op.next, op.int, type.appl, op.set, field.type],
  [op.txna, field.apps, 1, op.set, field.appId],
  ...[2, 3, 4].map((index) => [op.txna, field.args, index, op.set, field.args]),
  [op.submit],
].flat();
const onCreation = [op.txn, field.appId, op.branchIfZero, 0, inner.length];
const program = Uint8Array.of(10, ...onCreation, ...inner, ...end);

/** An app that holds tokens and moves them by calls from inside; answers its id. */
export function createVault(algod: Algodv2, creator: Account): Promise<bigint> {
  return createRawApp(algod, creator, { approvalProgram: program, clearProgram: program });
}
