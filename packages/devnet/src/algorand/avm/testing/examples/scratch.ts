import type { Examples } from '../example.ts';

/** Transaction 0 of the world has 77 in slot 5; transaction 1 is no application call; transaction 2 is the running one. */
export const scratchExamples: Examples = {
  load: { gives: [['load 255', 0n]] },
  store: {
    gives: [['pushbytes "x"; store 9; load 9; pushint 4; store 9; load 9', Buffer.from('x'), 4n]],
  },
  loads: {
    gives: [['pushint 4; store 255; pushint 255; loads', 4n]],
    fails: [['pushint 256; loads', 'invalid Scratch index 256']],
  },
  stores: {
    gives: [['pushint 7; pushbytes "x"; stores; load 7', Buffer.from('x')]],
    fails: [['pushint 256; pushint 1; stores', 'invalid Scratch index 256']],
  },
  gload: {
    gives: [['gload 0 5; gload 0 6', 77n, 0n]],
    fails: [
      ['gload 1 5', "can't use gload on non-app call txn with index 1"],
      ['gload 2 5', "can't use gload on self, use load instead"],
      ['gload 3 5', 'gload lookup TxnGroup[3] but it only has 3'],
    ],
  },
  gloads: {
    gives: [['pushint 0; gloads 5', 77n]],
    fails: [
      ['pushint 2; gloads 5', "can't use gloads on self, use load instead"],
      ['pushint 3; gloads 5', 'gloads lookup TxnGroup[3] but it only has 3'],
    ],
  },
  gloadss: {
    gives: [['pushint 0; pushint 5; gloadss', 77n]],
    fails: [
      ['pushint 0; pushint 256; gloadss', 'gloadss scratch index >= 256 (256)'],
      ['pushint 3; pushint 256; gloadss', 'gloadss lookup TxnGroup[3] but it only has 3'],
      ['pushint 1; pushint 5; gloadss', "can't use gloadss on non-app call txn with index 1"],
    ],
  },
};
