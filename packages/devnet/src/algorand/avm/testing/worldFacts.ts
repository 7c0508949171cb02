/** What the world of the examples holds, on a node and in memory. */
import type { Value } from '../value.ts';

export const stateOfWorld = {
  globals: { count: 7n, name: Buffer.from('biatec') } as Record<string, Value>,
  locals: { score: 5n } as Record<string, Value>,
  boxes: { box: Buffer.from('contents') } as Record<string, Uint8Array>,
  globalSchema: { nui: 2n, nbs: 3n },
  localSchema: { nui: 1n, nbs: 1n },
  hostBalance: 5_000_000n,
  /** 0.1 Algo, and for the box 2,500 and 400 for each byte of its name and content. */
  hostMinBalance: 100_000n + 2_500n + 400n * 11n,
} as const;

export const assetOfWorld = {
  total: 1_000n,
  decimals: 2,
  unitName: 'EX',
  name: 'Example',
} as const;

export const callOfWorld = {
  args: [Buffer.from('first'), new Uint8Array([0, 0, 0, 9])],
  /** Boxes the call may touch: the one that is there, one that is not, and the longest name. */
  boxes: [Buffer.from('box'), Buffer.from('new'), Buffer.alloc(64, 'n')],
} as const;

/**
 * The program of the application until the example replaces it. Created with an opt-in it writes the state; called with
 * arguments it makes the box; its update leaves scratch space and a log for the example to read.
 */
export const hostProgram = `
  txn ApplicationID
  bz create
  txn NumAppArgs
  bnz fill
  pushint 77
  store 5
  pushbytes "hello"
  log
  pushint 1
  return
create:
  pushbytes "count"
  pushint 7
  app_global_put
  pushbytes "name"
  pushbytes "biatec"
  app_global_put
  txn Sender
  pushbytes "score"
  pushint 5
  app_local_put
  pushint 1
  return
fill:
  pushbytes "box"
  pushbytes "contents"
  box_put
  pushint 1
`;
