/**
 * A world in memory for the examples: one application with a little of everything, called in the last transaction of a
 * group of three. `installWorld.ts` makes the same one on a node. Numbers that a chain chooses differ between the two,
 * so examples compare them with each other instead of naming them.
 */
import { type Address, decodeAddress, encodeAddress } from '../../address.ts';
import type { Asset } from '../../ledger/state.ts';
import { consensus } from '../../params.ts';
import { applicationAddress } from '../applicationAddress.ts';
import { AvmError } from '../avmError.ts';
import type {
  AccountView,
  ApplicationView,
  Environment,
  TransactionInGroup,
} from '../environment.ts';
import { parseProgram } from '../parseProgram.ts';
import { type Run, runProgram } from '../run.ts';
import { equalBytes, toHex, type Value } from '../value.ts';
import { assemble } from './assemble.ts';
import { assetOfWorld, callOfWorld, hostProgram, stateOfWorld } from './worldFacts.ts';

const applicationId = 1_001n;
const assetId = 1_002n;
const sender = encodeAddress(new Uint8Array(32).fill(1));
const friend = encodeAddress(new Uint8Array(32).fill(2));
const host = encodeAddress(applicationAddress(applicationId));

/** Runs a program as the called application, with failures as simulations show them. */
export function runInWorld(program: Uint8Array): Run {
  return runProgram(parseProgram(program), { ...createWorld(program), showsOpcodes: true });
}

/** The environment of the call in the last transaction of the group. */
export function createWorld(program: Uint8Array = assemble(hostProgram)): Environment {
  const budget = { remaining: 2 * consensus.maxAppProgramCost };
  const group: TransactionInGroup[] = [
    { txn: { type: 'appl', snd: sender, apid: applicationId, apan: 4n }, id: idOf(0) },
    { txn: { type: 'acfg', snd: sender, apar: assetParams() }, id: idOf(1) },
    {
      txn: {
        type: 'appl',
        snd: sender,
        fee: 1_000n,
        fv: 100n,
        lv: 1_100n,
        note: new Uint8Array(8),
        grp: idOf(9),
        apid: applicationId,
        apaa: callOfWorld.args,
        apat: [friend],
        apas: [],
        apfa: [],
      },
      id: idOf(2),
    },
  ];
  const updated = runProgram(parseProgram(assemble(hostProgram)), {
    ...baseWorld(program, budget),
    group,
    groupIndex: 0,
  });
  group[0] = {
    ...group[0]!,
    effects: {
      createdAssetId: 0n,
      createdApplicationId: 0n,
      logs: updated.logs,
      scratch: updated.scratch,
    },
  };
  group[1] = {
    ...group[1]!,
    effects: { createdAssetId: assetId, createdApplicationId: 0n, logs: [] },
  };
  return { ...baseWorld(program, budget), group, groupIndex: 2 };
}

function baseWorld(
  program: Uint8Array,
  budget: Environment['budget'],
): Omit<Environment, 'group' | 'groupIndex'> {
  const globals = tableOf(stateOfWorld.globals);
  const locals = tableOf(stateOfWorld.locals);
  const boxes = tableOf<Uint8Array>(stateOfWorld.boxes);
  const asset: Asset = { creator: sender, params: assetParams() };
  const ofSender = <T>(account: Value, read: () => T): T => {
    const address = addressOf(account);
    if (address === sender) return read();
    throw new AvmError(`unavailable Local State ${applicationId}+${address}`);
  };
  return {
    applicationId,
    creator: sender,
    budget,
    chain: {
      round: 101n,
      latestTimestamp: 1_700_000_000n,
      genesisHash: new Uint8Array(32).fill(7),
      headerOf: (round) => ({ rnd: round, ts: 1_600_000_000n + round, fees: friend }),
    },
    accounts: { get: (account) => accounts[addressOf(account)] ?? emptyAccount },
    assets: {
      find: (id) => (resolveAsset(id) === assetId ? asset : undefined),
      findHolding: (account, id) =>
        addressOf(account) === sender && resolveAsset(id) === assetId
          ? { amount: assetOfWorld.total, frozen: false }
          : undefined,
    },
    applications: {
      find: (id) =>
        resolveApplication(id) === applicationId ? applicationView(program) : undefined,
    },
    globals: {
      get: (id, key) => (resolveApplication(id) === applicationId ? globals.get(key) : undefined),
      put: globals.set,
      delete: globals.delete,
    },
    locals: {
      isOptedIn: (account) => ofSender(account, () => true),
      get: (account, id, key) =>
        ofSender(account, () =>
          resolveApplication(id) === applicationId ? locals.get(key) : undefined,
        ),
      put: (account, key, value) => ofSender(account, () => locals.set(key, value)),
      delete: (account, key) => ofSender(account, () => locals.delete(key)),
    },
    boxes: {
      open(name) {
        if (!callOfWorld.boxes.some((known) => equalBytes(known, name))) {
          throw new AvmError(`invalid Box reference ${toHex(name)}`);
        }
        return boxes.get(name);
      },
      create: boxes.set,
      write: boxes.set,
      delete: boxes.delete,
    },
  };
}

const emptyAccount: AccountView = {
  balance: 0n,
  minBalance: 0n,
  authAddress: undefined,
  totalUints: 0n,
  totalByteSlices: 0n,
  totalExtraPages: 0n,
  applicationsCreated: 0n,
  applicationsOptedIn: 0n,
  assetsCreated: 0n,
  assetsHeld: 0n,
  boxes: 0n,
  boxBytes: 0n,
  incentiveEligible: false,
  lastHeartbeat: 0n,
};

const accounts: Readonly<Record<Address, AccountView>> = {
  [host]: {
    ...emptyAccount,
    balance: stateOfWorld.hostBalance,
    minBalance: stateOfWorld.hostMinBalance,
    boxes: 1n,
    boxBytes: 11n,
  },
};

function applicationView(approvalProgram: Uint8Array): ApplicationView {
  return {
    id: applicationId,
    creator: sender,
    approvalProgram,
    clearStateProgram: assemble('pushint 1'),
    globalSchema: stateOfWorld.globalSchema,
    localSchema: stateOfWorld.localSchema,
    extraPages: 0n,
    version: 1n,
  };
}

function assetParams() {
  return {
    t: assetOfWorld.total,
    dc: BigInt(assetOfWorld.decimals),
    un: Buffer.from(assetOfWorld.unitName),
    an: Buffer.from(assetOfWorld.name),
    m: sender,
  };
}

function idOf(index: number): Uint8Array {
  return new Uint8Array(32).fill(100 + index);
}

function addressOf(account: Value): Address {
  if (typeof account === 'bigint') {
    const address = [sender, friend][Number(account)];
    if (address === undefined)
      throw new AvmError(`invalid Account reference ${account} exceeds length of tx.Accounts 1`);
    return address;
  }
  if (account.length !== 32) throw new AvmError('not an address');
  const known = [sender, friend, host].find((each) => equalBytes(decodeAddress(each), account));
  if (known === undefined) throw new AvmError(`unavailable Account ${encodeAddress(account)}`);
  return known;
}

function resolveAsset(id: bigint): bigint {
  if (id !== assetId) throw new AvmError(`unavailable Asset ${id}`);
  return id;
}

function resolveApplication(id: bigint): bigint {
  if (id !== 0n && id !== applicationId) throw new AvmError(`unavailable App ${id}`);
  return applicationId;
}

/** State by byte keys. */
function tableOf<V extends Value>(entries: Readonly<Record<string, V>>) {
  const map = new Map<string, V>(
    Object.entries(entries).map(([key, value]) => [toHex(Buffer.from(key)), value]),
  );
  return {
    get: (key: Uint8Array) => map.get(toHex(key)),
    set: (key: Uint8Array, value: V) => void map.set(toHex(key), value),
    delete: (key: Uint8Array) => void map.delete(toHex(key)),
  };
}
