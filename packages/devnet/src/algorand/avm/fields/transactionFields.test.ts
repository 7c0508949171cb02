/**
 * Every field of every type of transaction, read by a program in memory and on a node: on a real algod when one is given
 * (ALGOD_URL, ALGOD_TOKEN, ALGOD_FUNDER_MNEMONIC), on this package's node otherwise.
 */
import algosdk, { type Transaction } from 'algosdk';
import { expect, test } from 'vitest';
import { newAccount, type Params } from '../../conformance/client.ts';
import { useTarget } from '../../conformance/target.ts';
import { decodeBase32 } from '../../base32.ts';
import { prepareTransaction } from '../../transactionId.ts';
import { decodeSignedTransactions } from '../../wire/decode.ts';
import type { Environment } from '../environment.ts';
import { parseProgram } from '../parseProgram.ts';
import { runProgram } from '../run.ts';
import { assemble } from '../testing/assemble.ts';
import { tellAll } from '../testing/example.ts';
import { simulateGroup } from '../testing/nodeWorld.ts';
import { createWorld } from '../testing/world.ts';
import { toHex, type Value } from '../value.ts';
import { transactionFields } from './transactionFields.ts';

const target = useTarget();
const bytes32 = new Uint8Array(32).fill(3);
const [other, third] = [newAccount().addr, newAccount().addr];

type Common = { readonly sender: string; readonly suggestedParams: Params };

/** One of each type with all of its fields set. They follow the call that reads them, so none of them has to succeed. */
function otherTransactions({ sender, suggestedParams }: Common): Transaction[] {
  const common = { sender, suggestedParams, note: Buffer.from('note'), lease: bytes32 };
  return [
    algosdk.makePaymentTxnWithSuggestedParamsFromObject({
      ...common,
      receiver: other,
      amount: 7n,
      closeRemainderTo: third,
      rekeyTo: other,
    }),
    algosdk.makeKeyRegistrationTxnWithSuggestedParamsFromObject({
      ...common,
      voteKey: new Uint8Array(32).fill(4),
      selectionKey: new Uint8Array(32).fill(5),
      stateProofKey: new Uint8Array(64).fill(6),
      voteFirst: 10n,
      voteLast: 20n,
      voteKeyDilution: 4n,
    }),
    algosdk.makeAssetCreateTxnWithSuggestedParamsFromObject({
      ...common,
      total: 9n,
      decimals: 3,
      defaultFrozen: true,
      unitName: 'UN',
      assetName: 'Name',
      assetURL: 'https://example.org',
      assetMetadataHash: bytes32,
      manager: sender,
      reserve: other,
      freeze: third,
      clawback: other,
    }),
    algosdk.makeAssetConfigTxnWithSuggestedParamsFromObject({
      ...common,
      assetIndex: 1_234n,
      manager: sender,
      strictEmptyAddressChecking: false,
    }),
    algosdk.makeAssetTransferTxnWithSuggestedParamsFromObject({
      ...common,
      assetIndex: 1_234n,
      amount: 5n,
      receiver: other,
      assetSender: third,
    }),
    algosdk.makeAssetTransferTxnWithSuggestedParamsFromObject({
      ...common,
      assetIndex: 1_234n,
      amount: 5n,
      receiver: other,
      closeRemainderTo: third,
    }),
    algosdk.makeAssetFreezeTxnWithSuggestedParamsFromObject({
      ...common,
      assetIndex: 1_234n,
      freezeTarget: other,
      frozen: true,
    }),
    algosdk.makeApplicationCreateTxnFromObject({
      ...common,
      approvalProgram: new Uint8Array([12, 0x81, 1]),
      clearProgram: new Uint8Array([12, 0x81, 1]),
      numGlobalInts: 1,
      numGlobalByteSlices: 2,
      numLocalInts: 3,
      numLocalByteSlices: 4,
      extraPages: 1,
      onComplete: algosdk.OnApplicationComplete.OptInOC,
    }),
    algosdk.makeApplicationNoOpTxnFromObject({
      ...common,
      appIndex: 4_321n,
      appArgs: [Buffer.from('one'), new Uint8Array()],
      accounts: [other, third],
      foreignApps: [5_555n],
      foreignAssets: [6_666n, 7_777n],
      rejectVersion: 3,
    }),
  ];
}

type Reading = { readonly source: string; readonly value: Value };

/** How to read each field of each transaction after the first, and what it should be. */
function listReadings(environment: Environment): Reading[] {
  return environment.group.slice(1).flatMap((transaction, offset) => {
    const index = offset + 1;
    const place = { ...transaction, index, environment };
    return transactionFields.flatMap((field): Reading[] => {
      if (field.isEffect || field.name === 'FirstValidTime') return [];
      if ('read' in field)
        return [{ source: `gtxn ${index} ${field.name}`, value: field.read(place) }];
      return field
        .list(place)
        .map((value, item) => ({ source: `gtxna ${index} ${field.name} ${item}`, value }));
    });
  });
}

test('every field reads the same in memory and on the node', async () => {
  const { addr: sender } = await target.current.fundedAccount(5_000_000n);
  const common = { sender, suggestedParams: await target.current.getParams() };
  const readings = listReadings(createEnvironment(createGroup(common, approve)));
  const lines = readings.map(({ source, value }) => `${source}; ${tellAll([value])}; pop`);
  const program = assemble([...lines, 'pushint 1'].join('; '));
  const group = createGroup(common, program);

  const ours = runProgram(parseProgram(program), createEnvironment(group));
  const theirs = await simulateGroup(target.current, group, {
    allowMoreLogging: true,
    extraOpcodeBudget: 15_000,
  });

  const named = (logs: readonly Uint8Array[]) =>
    logs.map((log, index) => `${readings[index]!.source} = ${toHex(log)}`);
  expect(ours.failure).toBeUndefined();
  expect(ours.logs.length).toBe(readings.length);
  expect(named(theirs.firstLogs)).toEqual(named(ours.logs));
});

const approve = assemble('pushint 1');

/** The program, as an application being created, and what it reads. */
function createGroup(common: Common, approvalProgram: Uint8Array): Transaction[] {
  const call = algosdk.makeApplicationCreateTxnFromObject({
    ...common,
    approvalProgram,
    clearProgram: approve,
    extraPages: 3,
    numGlobalInts: 0,
    numGlobalByteSlices: 0,
    numLocalInts: 0,
    numLocalByteSlices: 0,
    onComplete: algosdk.OnApplicationComplete.NoOpOC,
  });
  const group = [call, ...otherTransactions(common)];
  algosdk.assignGroupID(group);
  return group;
}

/** The world with another group, as the node would take it in. */
function createEnvironment(transactions: readonly Transaction[]): Environment {
  const bytes = Buffer.concat(
    transactions.map((txn) => algosdk.encodeUnsignedSimulateTransaction(txn)),
  );
  const group = decodeSignedTransactions(bytes, transactions.length).map((signed) => {
    const { txn, id } = prepareTransaction(signed);
    return { txn, id: decodeBase32(id)!.subarray(0, 32) };
  });
  return {
    ...createWorld(),
    group,
    groupIndex: 0,
    budget: { remaining: 20_000 },
    logLimits: { calls: 2_048, bytes: 65_536 },
  };
}
