/** Random transactions for the differential test: what is sent to one chain can be built again for another. */
import { getApplicationAddress, OnApplicationComplete as On, type Transaction } from 'algosdk';
import fc from 'fast-check';
import { assembled, bytes, callApp, createApp, uint64 } from './applications.ts';
import type { Params, TestAccount } from './client.ts';
import {
  configureAsset,
  createAsset,
  destroyAsset,
  freezeAsset,
  pay,
  transferAsset,
} from './transactions.ts';

export type Accounts = readonly [TestAccount, TestAccount, TestAccount];

export type OperationContext = {
  readonly common: { readonly from: TestAccount; readonly params: Params };
  readonly accounts: Accounts;
  /** Assets and applications of this run, in the order they were made. */
  readonly getAsset: (index: number) => bigint;
  readonly getApp: (index: number) => bigint;
};

/** A transaction to be; accounts, assets and applications are named by their places. */
export type Operation = {
  readonly from: number;
  readonly build: (context: OperationContext) => Transaction;
};

function operationOf<F extends { readonly from: number }>(
  fields: fc.Arbitrary<F>,
  build: (fields: F, context: OperationContext) => Transaction,
): fc.Arbitrary<Operation> {
  return fields.map((values) => ({
    from: values.from,
    build: (context) => build(values, context),
  }));
}

const actor = fc.nat(2);
const from = actor;
const rarely = fc.option(actor, { nil: undefined, freq: 1 });
const algos = fc.constantFrom(0n, 1n, 99_999n, 100_000n, 400_000n, 9_000_000n);
const units = fc.constantFrom(0n, 1n, 7n, 1_000n);
const asset = fc.nat(3);

const payment = operationOf(
  fc.record({ from, to: actor, amount: algos, closeTo: rarely }),
  ({ to, amount, closeTo }, { common, accounts }) =>
    pay(common, {
      to: accounts[to]!,
      amount,
      ...(closeTo !== undefined && { closeTo: accounts[closeTo]! }),
    }),
);
const creation = operationOf(
  fc.record({ from, total: units, defaultFrozen: fc.boolean() }),
  ({ total, defaultFrozen }, { common }) => createAsset(common, { total, defaultFrozen }),
);
const optIn = operationOf(fc.record({ from, asset }), (fields, { common, getAsset }) =>
  transferAsset(common, { assetId: getAsset(fields.asset), to: common.from }),
);
const transfer = operationOf(
  fc.record({ from, asset, to: actor, amount: units, closeTo: rarely, clawbackFrom: rarely }),
  (fields, { common, accounts, getAsset }) =>
    transferAsset(common, {
      assetId: getAsset(fields.asset),
      to: accounts[fields.to]!,
      amount: fields.amount,
      ...(fields.closeTo !== undefined && { closeTo: accounts[fields.closeTo]! }),
      ...(fields.clawbackFrom !== undefined && { clawbackFrom: accounts[fields.clawbackFrom]! }),
    }),
);
const freezing = operationOf(
  fc.record({ from, asset, target: actor, frozen: fc.boolean() }),
  ({ target, frozen, ...fields }, { common, accounts, getAsset }) =>
    freezeAsset(common, { assetId: getAsset(fields.asset), target: accounts[target]!, frozen }),
);
const configuration = operationOf(
  fc.record({ from, asset, manager: actor, clawback: rarely }),
  ({ manager, clawback, ...fields }, { common, accounts, getAsset }) =>
    configureAsset(common, {
      assetId: getAsset(fields.asset),
      manager: accounts[manager]!,
      ...(clawback !== undefined && { clawback: accounts[clawback]! }),
    }),
);
const destruction = operationOf(fc.record({ from, asset }), (fields, { common, getAsset }) =>
  destroyAsset(common, getAsset(fields.asset)),
);

/** Payments and assets. */
export const assetOperation = fc.oneof(
  payment,
  creation,
  optIn,
  transfer,
  freezing,
  configuration,
  destruction,
);

/** What calls of the tool may ask for, by their first argument. */
const steps = {
  gput: 'txna ApplicationArgs 1; txna ApplicationArgs 2; app_global_put',
  gint: 'txna ApplicationArgs 1; txna ApplicationArgs 3; btoi; app_global_put',
  gdel: 'txna ApplicationArgs 1; app_global_del',
  gget: 'pushint 1; txna ApplicationArgs 1; app_global_get_ex; itob; log; pop',
  lput: 'txna ApplicationArgs 3; btoi; txna ApplicationArgs 1; txna ApplicationArgs 2; app_local_put',
  lint: 'txna ApplicationArgs 3; btoi; txna ApplicationArgs 1; pushint 9; app_local_put',
  ldel: 'txna ApplicationArgs 3; btoi; txna ApplicationArgs 1; app_local_del',
  join: 'txna ApplicationArgs 3; btoi; pushint 1; app_opted_in; itob; log',
  bnew: 'txna ApplicationArgs 1; txna ApplicationArgs 4; btoi; box_create; itob; log',
  bput: 'txna ApplicationArgs 1; txna ApplicationArgs 2; box_put',
  bdel: 'txna ApplicationArgs 1; box_del; itob; log',
  bget: 'txna ApplicationArgs 1; box_get; itob; log; len; itob; log',
  bres: 'txna ApplicationArgs 1; txna ApplicationArgs 4; btoi; box_resize',
  logs: 'txna ApplicationArgs 2; log; txna ApplicationArgs 1; log',
  bala: 'txna ApplicationArgs 3; btoi; dup; balance; itob; log; min_balance; itob; log',
  hold: 'txna ApplicationArgs 3; btoi; pushint 0; asset_holding_get AssetBalance; itob; log; itob; log',
  tota: 'pushint 0; asset_params_get AssetTotal; itob; log; itob; log',
  gaid: 'pushint 0; gaids; itob; log',
  burn: 'txna ApplicationArgs 4; btoi; again: dup; bz done; pushbytes 0x00; sha256; pop; pushint 1; -; b again; done: pop',
  zero: 'pushint 0; return',
  fail: 'err',
} as const;

const names = Object.keys(steps);

const tool = assembled(
  `txn NumAppArgs; bz end; ` +
    `pushbytess ${names.map((name) => `"${name}"`).join(' ')}; txna ApplicationArgs 0; ` +
    `match ${names.join(' ')}; err; ` +
    Object.entries(steps)
      .map(([name, step]) => `${name}: ${step}; b end; `)
      .join('') +
    'end: pushint 1',
);
const clearPrograms = [
  'pushint 1',
  'pushint 0',
  'pushbytes "c"; pushint 1; app_global_put; pushint 1',
];

/** Mostly the two of the beginning. */
const app = fc.oneof({ weight: 9, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: fc.nat(3) });
const key = fc.constantFrom('a', 'b', 'key');
const small = fc.nat(3);
const size = fc.constantFrom(0, 1, 5, 700, 2_049);
/** All of them, mostly; then now and then one is missing. */
const mostOf = <T>(all: readonly T[]): fc.Arbitrary<readonly T[]> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(all) },
    { weight: 1, arbitrary: fc.subarray([...all]) },
  );
const call = {
  step: fc.constantFrom(...names),
  key,
  value: fc.constantFrom('', 'v', 'value', 'x'.repeat(127)),
  account: fc.nat(2),
  size,
  accounts: mostOf([1, 2]),
  apps: mostOf([1]),
  assets: mostOf([0]),
  boxes: mostOf(['a', 'b', 'key', '']),
};

type Call = {
  readonly step: string;
  readonly key: string;
  readonly value: string;
  readonly account: number;
  readonly size: number;
  readonly accounts: readonly number[];
  readonly apps: readonly number[];
  readonly assets: readonly number[];
  readonly boxes: readonly string[];
};

function callFields(fields: Call, { accounts, getApp, getAsset }: OperationContext) {
  return {
    appArgs: [
      bytes(fields.step),
      bytes(fields.key),
      bytes(fields.value),
      uint64(fields.account),
      uint64(fields.size),
    ],
    accounts: fields.accounts.map((index) => accounts[index]!.addr),
    foreignApps: fields.apps.map(getApp),
    foreignAssets: fields.assets.map(getAsset),
    boxes: fields.boxes.map((name) => ({ appIndex: 0n, name: bytes(name) })),
  };
}

const appCreation = operationOf(
  fc.record({ from, globals: small, locals: small, clear: fc.nat(2), pages: fc.nat(1) }),
  (fields, { common }) => createTool(common, fields),
);

function createTool(
  common: OperationContext['common'],
  fields: {
    readonly globals: number;
    readonly locals: number;
    readonly clear?: number;
    readonly pages?: number;
  },
): Transaction {
  const { globals, locals, clear = 0, pages = 0 } = fields;
  return createApp(common, {
    approvalProgram: tool,
    clearProgram: assembled(clearPrograms[clear]!),
    numGlobalInts: globals,
    numGlobalByteSlices: 3 - globals,
    numLocalInts: locals,
    numLocalByteSlices: 3 - locals,
    extraPages: pages,
  });
}

const appCall = operationOf(
  fc.record({
    from,
    app,
    onComplete: fc.oneof(
      { weight: 9, arbitrary: fc.constant(On.NoOpOC) },
      { weight: 1, arbitrary: fc.constantFrom(On.OptInOC, On.CloseOutOC, On.ClearStateOC) },
    ),
    ...call,
  }),
  ({ onComplete, ...fields }, context) =>
    callApp(context.common, context.getApp(fields.app), {
      onComplete,
      ...callFields(fields, context),
    }),
);
const appDeletion = operationOf(fc.record({ from, app }), (fields, { common, getApp }) =>
  callApp(common, getApp(fields.app), { onComplete: On.DeleteApplicationOC }),
);
const appUpdate = operationOf(
  fc.record({ from, app, globals: fc.nat(2) }),
  ({ globals, ...fields }, { common, getApp }) =>
    callApp(common, getApp(fields.app), {
      onComplete: On.UpdateApplicationOC,
      approvalProgram: tool,
      clearProgram: assembled('pushint 1'),
      ...(globals > 0 && { numGlobalInts: globals, numGlobalByteSlices: globals }),
    }),
);

const appFunding = operationOf(fc.record({ from, app, amount: algos }), (fields, context) =>
  fundApp(context, fields.app, fields.amount),
);

function fundApp({ common, getApp }: OperationContext, app: number, amount: bigint): Transaction {
  const to = { addr: getApplicationAddress(getApp(app)).toString(), sk: new Uint8Array() };
  return pay(common, { to, amount });
}

/** Applications among payments and assets, so that they meet. */
export const appOperation = fc.oneof(
  { weight: 30, arbitrary: appCall },
  { weight: 1, arbitrary: appCreation },
  { weight: 1, arbitrary: appUpdate },
  { weight: 1, arbitrary: appDeletion },
  { weight: 2, arbitrary: appFunding },
  { weight: 2, arbitrary: payment },
  { weight: 1, arbitrary: transfer },
);

/** Two applications that have Algos and members, and an asset: so that what follows meets something. */
export const appBeginning: readonly Operation[] = [
  { from: 0, build: ({ common }) => createTool(common, { globals: 2, locals: 2 }) },
  { from: 1, build: ({ common }) => createTool(common, { globals: 1, locals: 3, clear: 2 }) },
  { from: 0, build: (context) => fundApp(context, 0, 3_000_000n) },
  { from: 1, build: (context) => fundApp(context, 1, 200_000n) },
  { from: 2, build: ({ common }) => createAsset(common) },
  ...[0, 1].flatMap((index) =>
    [0, 1].map((member) => ({
      from: member,
      build: ({ common, getApp }: OperationContext) =>
        callApp(common, getApp(index), { onComplete: On.OptInOC }),
    })),
  ),
];
