/**
 * The protocol's structures as tables: field name on the wire -> kind of value, in canonical (sorted) order.
 * Decoding, encoding, JSON and the TypeScript types are all derived from them.
 */
import type { Address } from '../address.ts';

/**
 * `text` is a string kept as bytes, because names need not be UTF-8. `opaque` keeps a value as the bytes it came in:
 * parts of the protocol this node does not look into.
 */
export type ScalarKind =
  | 'uint'
  | 'bool'
  | 'string'
  | 'text'
  | 'bytes'
  | 'bytes32'
  | 'bytes64'
  | 'address'
  | 'blockHash'
  | 'opaque';

/**
 * `always` writes a field even when its value is zero. `each` is a list of scalars, in which zero values stay.
 * The keys of `byText` are byte strings, kept as latin1 text so that they compare by their bytes.
 */
export type FieldKind =
  | ScalarKind
  | { readonly always: ScalarKind | { readonly list: FieldTable } }
  | { readonly object: FieldTable }
  | { readonly list: FieldTable }
  | { readonly each: ScalarKind }
  | { readonly byUint: FieldKind }
  | { readonly byText: FieldKind };

export type FieldTable = { readonly [name: string]: FieldKind };

type ScalarValue = {
  uint: bigint;
  bool: boolean;
  string: string;
  text: Uint8Array;
  bytes: Uint8Array;
  bytes32: Uint8Array;
  bytes64: Uint8Array;
  address: Address;
  blockHash: Uint8Array;
  opaque: Uint8Array;
};

type ValueOf<K> = K extends ScalarKind
  ? ScalarValue[K]
  : K extends { readonly always: infer A extends ScalarKind }
    ? ScalarValue[A]
    : K extends { readonly always: { readonly list: infer T extends FieldTable } }
      ? readonly Wire<T>[]
      : K extends { readonly object: infer T extends FieldTable }
        ? Wire<T>
        : K extends { readonly list: infer T extends FieldTable }
          ? readonly Wire<T>[]
          : K extends { readonly each: infer S extends ScalarKind }
            ? readonly ScalarValue[S][]
            : K extends { readonly byUint: infer V }
              ? ReadonlyMap<bigint, ValueOf<V>>
              : K extends { readonly byText: infer V }
                ? ReadonlyMap<string, ValueOf<V>>
                : never;

/** A decoded structure. An absent field has its zero value, as on the wire. */
export type Wire<T extends FieldTable> = { readonly [N in keyof T]?: ValueOf<T[N]> | undefined };

/** Any decoded structure, for code that works through its table. */
export type WireObject = { readonly [name: string]: unknown };

export const assetParamsFields = {
  am: 'bytes32',
  an: 'text',
  au: 'text',
  c: 'address',
  dc: 'uint',
  df: 'bool',
  f: 'address',
  m: 'address',
  r: 'address',
  t: 'uint',
  un: 'text',
} as const satisfies FieldTable;

export const stateSchemaFields = { nbs: 'uint', nui: 'uint' } as const satisfies FieldTable;

export const boxReferenceFields = { i: 'uint', n: 'bytes' } as const satisfies FieldTable;

/** One resource of an access list; none set asks for more box budget. */
export const resourceReferenceFields = {
  b: { object: boxReferenceFields },
  d: 'address',
  h: { object: { d: 'uint', s: 'uint' } },
  l: { object: { d: 'uint', p: 'uint' } },
  p: 'uint',
  s: 'uint',
} as const satisfies FieldTable;

const headerFields = [
  'fee',
  'fv',
  'gen',
  'gh',
  'grp',
  'lv',
  'lx',
  'note',
  'rekey',
  'snd',
  'type',
] as const;

export const transactionFields = {
  aamt: 'uint',
  aclose: 'address',
  afrz: 'bool',
  al: { list: resourceReferenceFields },
  amt: 'uint',
  apaa: { each: 'bytes' },
  apan: 'uint',
  apap: 'bytes',
  apar: { object: assetParamsFields },
  apas: { each: 'uint' },
  apat: { each: 'address' },
  apbx: { list: boxReferenceFields },
  apep: 'uint',
  apfa: { each: 'uint' },
  apgs: { object: stateSchemaFields },
  apid: 'uint',
  apls: { object: stateSchemaFields },
  aprv: 'uint',
  apsu: 'bytes',
  arcv: 'address',
  asnd: 'address',
  caid: 'uint',
  close: 'address',
  fadd: 'address',
  faid: 'uint',
  fee: 'uint',
  fv: 'uint',
  gen: 'string',
  gh: 'bytes32',
  grp: 'bytes32',
  lv: 'uint',
  lx: 'bytes32',
  nonpart: 'bool',
  note: 'bytes',
  rcv: 'address',
  rekey: 'address',
  selkey: 'bytes32',
  snd: 'address',
  sprfkey: 'bytes64',
  type: 'string',
  votefst: 'uint',
  votekd: 'uint',
  votekey: 'bytes32',
  votelst: 'uint',
  xaid: 'uint',
} as const satisfies FieldTable;

export type TransactionField = keyof typeof transactionFields;

/** Fields of one type of transaction only: set on another type, the transaction is malformed. */
export const fieldsByType = {
  pay: ['amt', 'close', 'rcv'],
  keyreg: ['nonpart', 'selkey', 'sprfkey', 'votefst', 'votekd', 'votekey', 'votelst'],
  acfg: ['apar', 'caid'],
  axfer: ['aamt', 'aclose', 'arcv', 'asnd', 'xaid'],
  afrz: ['afrz', 'fadd', 'faid'],
  appl: [
    'al',
    'apaa',
    'apan',
    'apap',
    'apas',
    'apat',
    'apbx',
    'apep',
    'apfa',
    'apgs',
    'apid',
    'apls',
    'aprv',
    'apsu',
  ],
} as const satisfies Record<
  string,
  readonly Exclude<TransactionField, (typeof headerFields)[number]>[]
>;

export type TransactionType = keyof typeof fieldsByType;

const subsignatureFields = { pk: 'bytes32', s: 'bytes64' } as const satisfies FieldTable;

export const multisigFields = {
  subsig: { list: subsignatureFields },
  thr: 'uint',
  v: 'uint',
} as const satisfies FieldTable;

export const signedTransactionFields = {
  lsig: 'opaque',
  msig: { object: multisigFields },
  pqsig: 'opaque',
  sgnr: 'address',
  sig: 'bytes64',
  txn: { object: transactionFields },
} as const satisfies FieldTable;

/** What becomes of a value: `at` is 1 for bytes, 2 for an integer, 3 for none. */
const valueDeltaFields = { at: 'uint', bs: 'text', ui: 'uint' } as const satisfies FieldTable;

const stateDeltaKind = { byText: { object: valueDeltaFields } } as const satisfies FieldKind;

/** What running a program changed. Local deltas are by place in sender, accounts of the call, `sa`. */
export const evalDeltaFields = {
  gd: stateDeltaKind,
  ld: { byUint: stateDeltaKind },
  lg: { each: 'text' },
  sa: { each: 'address' },
} as const satisfies FieldTable;

/** What applying a transaction brought, beside what it says itself. */
export const applyDataFields = {
  aca: 'uint',
  apid: 'uint',
  ca: 'uint',
  caid: 'uint',
  dt: { object: evalDeltaFields },
} as const satisfies FieldTable;

/** A transaction as a block holds it: genesis id and hash are left out and flagged. */
export const transactionInBlockFields = {
  aca: 'uint',
  apid: 'uint',
  ca: 'uint',
  caid: 'uint',
  dt: { object: evalDeltaFields },
  hgi: 'bool',
  lsig: 'opaque',
  msig: { object: multisigFields },
  pqsig: 'opaque',
  sgnr: 'address',
  sig: 'bytes64',
  txn: { object: transactionFields },
} as const satisfies FieldTable;

const stateProofTrackingFields = { n: 'uint' } as const satisfies FieldTable;

export const blockHeaderFields = {
  bi: 'uint',
  fc: 'uint',
  fees: 'address',
  gen: 'string',
  gh: 'bytes32',
  ld: 'uint',
  prev: 'blockHash',
  prev512: 'bytes64',
  proto: 'string',
  rnd: 'uint',
  rwcalr: 'uint',
  rwd: 'address',
  seed: 'bytes32',
  spt: { byUint: { object: stateProofTrackingFields } },
  tc: 'uint',
  ts: 'uint',
  txn: 'bytes32',
  txn256: 'bytes32',
  txn512: 'bytes64',
} as const satisfies FieldTable;

export const blockFields = {
  ...blockHeaderFields,
  txns: { list: transactionInBlockFields },
} as const satisfies FieldTable;

export type AssetParams = Wire<typeof assetParamsFields>;
export type Transaction = Wire<typeof transactionFields>;
export type Multisig = Wire<typeof multisigFields>;
export type SignedTransaction = Wire<typeof signedTransactionFields>;
export type StateSchema = Wire<typeof stateSchemaFields>;
export type ResourceReference = Wire<typeof resourceReferenceFields>;
export type ValueDelta = Wire<typeof valueDeltaFields>;
export type StateDelta = ReadonlyMap<string, ValueDelta>;
export type EvalDelta = Wire<typeof evalDeltaFields>;
export type ApplyData = Wire<typeof applyDataFields>;
export type TransactionInBlock = Wire<typeof transactionInBlockFields>;
export type BlockHeader = Wire<typeof blockHeaderFields>;
