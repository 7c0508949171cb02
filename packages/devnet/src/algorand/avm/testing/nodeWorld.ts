/** The world of the examples on a node: an application that takes on the program of each example, in simulations. */
import { randomBytes } from 'node:crypto';
import algosdk, { type Transaction } from 'algosdk';
import { type Client, newAccount, type TestAccount } from '../../conformance/client.ts';
import { pay } from '../../conformance/transactions.ts';
import { consensus } from '../../params.ts';
import { assemble } from './assemble.ts';
import { assetOfWorld, callOfWorld, hostProgram, stateOfWorld } from './worldFacts.ts';

export type SimulatedRun = {
  /** The node's sentence; undefined when the group would be accepted. */
  readonly failure: string | undefined;
  readonly logs: readonly Buffer[];
  /** What both calls of the group took from their budget. */
  readonly cost: number;
};

export type NodeWorld = {
  /** Runs a program as the called application of the world. */
  readonly simulate: (program: Uint8Array) => Promise<SimulatedRun>;
  /** Makes an application of a program alone. */
  readonly simulateCreation: (program: Uint8Array) => Promise<SimulatedRun>;
};

const clearProgram = assemble('pushint 1');
/** `intcblock 1; intc_0`, which every version has. */
const approveAlways = [0x20, 1, 1, 0x22];

export async function installWorld(client: Client): Promise<NodeWorld> {
  const owner = await client.fundedAccount(20_000_000n);
  const friend = newAccount();
  const approvalProgram = assemble(hostProgram);
  const common = async () => ({
    sender: owner.addr,
    suggestedParams: await client.getParams(),
    note: randomBytes(8),
  });

  const created = await client.confirm(
    owner,
    algosdk.makeApplicationCreateTxnFromObject({
      ...(await common()),
      approvalProgram,
      clearProgram,
      numGlobalInts: Number(stateOfWorld.globalSchema.nui),
      numGlobalByteSlices: Number(stateOfWorld.globalSchema.nbs),
      numLocalInts: Number(stateOfWorld.localSchema.nui),
      numLocalByteSlices: Number(stateOfWorld.localSchema.nbs),
      onComplete: algosdk.OnApplicationComplete.OptInOC,
    }),
  );
  const appIndex = BigInt(created['application-index']);
  const boxes = callOfWorld.boxes.map((name) => ({ appIndex: 0, name: Uint8Array.from(name) }));
  const host = { addr: algosdk.getApplicationAddress(appIndex).toString() };
  const params = await client.getParams();
  await client.confirm(
    owner,
    pay({ from: owner, params }, { to: host as TestAccount, amount: stateOfWorld.hostBalance }),
  );
  const appArgs = [Buffer.from('fill')];
  await client.confirm(
    owner,
    algosdk.makeApplicationNoOpTxnFromObject({ ...(await common()), appIndex, appArgs, boxes }),
  );

  const simulate = async (program: Uint8Array): Promise<SimulatedRun> => {
    const group = [
      algosdk.makeApplicationUpdateTxnFromObject({
        ...(await common()),
        appIndex,
        approvalProgram: program,
        clearProgram,
      }),
      algosdk.makeAssetCreateTxnWithSuggestedParamsFromObject({
        ...(await common()),
        ...assetOfWorld,
        assetName: assetOfWorld.name,
        defaultFrozen: false,
        manager: owner.addr,
      }),
      algosdk.makeApplicationNoOpTxnFromObject({
        ...(await common()),
        appIndex,
        appArgs: callOfWorld.args.map((arg) => Uint8Array.from(arg)),
        accounts: [friend.addr],
        boxes,
      }),
    ];
    algosdk.assignGroupID(group);
    return simulateGroup(client, group);
  };
  const simulateCreation = async (program: Uint8Array): Promise<SimulatedRun> =>
    simulateGroup(client, [
      algosdk.makeApplicationCreateTxnFromObject({
        ...(await common()),
        approvalProgram: program,
        // The versions of both programs have to be the same.
        clearProgram: Uint8Array.of(program[0] ?? 12, ...approveAlways),
        numGlobalInts: 0,
        numGlobalByteSlices: 0,
        numLocalInts: 0,
        numLocalByteSlices: 0,
        onComplete: algosdk.OnApplicationComplete.NoOpOC,
      }),
    ]);
  return { simulate, simulateCreation };
}

/** Simulates transactions without their signatures. */
export async function simulateGroup(
  client: Client,
  group: readonly Transaction[],
  options: { readonly allowMoreLogging?: boolean; readonly extraOpcodeBudget?: number } = {},
): Promise<SimulatedRun & { readonly firstLogs: readonly Buffer[] }> {
  const txns = group.map((txn) =>
    algosdk.decodeSignedTransaction(algosdk.encodeUnsignedSimulateTransaction(txn)),
  );
  const request = new algosdk.modelsv2.SimulateRequest({
    txnGroups: [new algosdk.modelsv2.SimulateRequestTransactionGroup({ txns })],
    allowEmptySignatures: true,
    ...options,
  });
  const { status, json, text } = await client.request('/v2/transactions/simulate', {
    method: 'POST',
    body: Buffer.from(algosdk.encodeMsgpack(request)),
    headers: { 'X-Algo-API-Token': client.token, 'content-type': 'application/msgpack' },
  });
  if (status !== 200) throw new Error(`Refused with ${status}: ${text}`);
  const [simulated] = json['txn-groups'];
  const results: any[] = simulated['txn-results'];
  const logsOf = (result: any): Buffer[] =>
    (result['txn-result'].logs ?? []).map((log: string) => Buffer.from(log, 'base64'));
  return {
    failure: simulated['failure-message'],
    logs: logsOf(results.at(-1)),
    firstLogs: logsOf(results[0]),
    cost: simulated['app-budget-consumed'] ?? 2 * consensus.maxAppProgramCost,
  };
}
