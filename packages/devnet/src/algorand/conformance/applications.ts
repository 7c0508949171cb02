/** What the application tests begin with and end in. Programs are written in the assembler of the interpreter's tests. */
import { randomBytes } from 'node:crypto';
import algosdk, { type SuggestedParams, type Transaction } from 'algosdk';
import { assemble } from '../avm/testing/assemble.ts';
import type { Answer, Client, TestAccount } from './client.ts';

const programVersion = 10;

export function assembled(source: string, version = programVersion): Uint8Array {
  return assemble(source, version);
}

/** Creating it costs nothing but its first line; every later call runs the body. */
export function program(body: string, version = programVersion): Uint8Array {
  return assemble(`txn ApplicationID; bz created; ${body}; created: pushint 1`, version);
}

export const approves = assembled('pushint 1');
export const rejects = assembled('pushint 0');

export type AppFields = Partial<Parameters<typeof algosdk.makeApplicationCreateTxnFromObject>[0]>;
export type CallFields = Partial<Parameters<typeof algosdk.makeApplicationCallTxnFromObject>[0]>;

type Common = { readonly from: TestAccount; readonly params: SuggestedParams };

/** Every one differs from every other. */
const uniqueNote = (): Uint8Array => randomBytes(12);

export function createApp({ from, params }: Common, fields: AppFields = {}): Transaction {
  return algosdk.makeApplicationCreateTxnFromObject({
    sender: from.addr,
    approvalProgram: approves,
    clearProgram: approves,
    numGlobalInts: 0,
    numGlobalByteSlices: 0,
    numLocalInts: 0,
    numLocalByteSlices: 0,
    onComplete: algosdk.OnApplicationComplete.NoOpOC,
    note: uniqueNote(),
    suggestedParams: params,
    ...fields,
  });
}

export function callApp(
  { from, params }: Common,
  appId: bigint,
  fields: CallFields = {},
): Transaction {
  return algosdk.makeApplicationCallTxnFromObject({
    sender: from.addr,
    appIndex: appId,
    onComplete: algosdk.OnApplicationComplete.NoOpOC,
    note: uniqueNote(),
    suggestedParams: params,
    ...fields,
  });
}

/** An application on the chain, and shorthands for calling it. */
export type App = {
  readonly id: bigint;
  readonly creator: TestAccount;
  /** The account that belongs to it. */
  readonly address: string;
  /** A call by its creator, unless `from` says who. */
  build(fields?: CallFields & { readonly from?: TestAccount }): Promise<Transaction>;
  /** Sends a call that must be accepted; answers how it was confirmed. */
  call(fields?: CallFields & { readonly from?: TestAccount }): Promise<any>;
  /** Sends a call that must be refused; answers the sentence, without what names this very transaction. */
  refused(fields?: CallFields & { readonly from?: TestAccount }): Promise<string>;
};

/** @param body - What calls run after creation; a whole program is given in `fields`. */
export async function deploy(client: Client, body: string, fields: AppFields = {}): Promise<App> {
  const creator = await client.fundedAccount(20_000_000n);
  const params = await client.getParams();
  const transaction = createApp(
    { from: creator, params },
    { approvalProgram: program(body), ...fields },
  );
  const confirmed = await client.confirm(creator, transaction);
  return openApp(client, BigInt(confirmed['application-index']), creator);
}

export function openApp(client: Client, id: bigint, creator: TestAccount): App {
  const build: App['build'] = async ({ from = creator, ...fields } = {}) =>
    callApp({ from, params: await client.getParams() }, id, fields);
  return {
    id,
    creator,
    address: algosdk.getApplicationAddress(id).toString(),
    build,
    call: async (fields = {}) => client.confirm(fields.from ?? creator, await build(fields)),
    refused: async (fields = {}) => {
      const transaction = await build(fields);
      const answer = await client.send(transaction.signTxn((fields.from ?? creator).sk));
      return sentenceOf(answer, transaction);
    },
  };
}

/** The reason of a refusal by the ledger, without the prefix that names the transaction. */
export function sentenceOf({ status, message }: Answer, transaction: Transaction): string {
  const prefix = `TransactionPool.Remember: transaction ${transaction.txID()}: `;
  if (status !== 400 || !message?.startsWith(prefix)) {
    throw new Error(`Not refused by the ledger: ${status} ${message}`);
  }
  return message.slice(prefix.length);
}

/** Sends a group that belongs together, each transaction with its signer. */
export async function sendGroup(
  client: Client,
  group: readonly (readonly [TestAccount, Transaction])[],
): Promise<Answer> {
  algosdk.assignGroupID(group.map(([, transaction]) => transaction));
  return client.send(...group.map(([signer, transaction]) => transaction.signTxn(signer.sk)));
}

/** Gives Algos to any address. */
export async function fund(client: Client, address: string, amount: bigint): Promise<void> {
  const suggestedParams = await client.getParams();
  await client.confirm(
    client.funder,
    algosdk.makePaymentTxnWithSuggestedParamsFromObject({
      sender: client.funder.addr,
      receiver: address,
      amount,
      note: uniqueNote(),
      suggestedParams,
    }),
  );
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const uint64 = (value: number | bigint): Uint8Array => algosdk.encodeUint64(value);
export const addressBytes = (address: string): Uint8Array =>
  algosdk.decodeAddress(address).publicKey;

/** Changes of state, in the order of their keys: algod answers them in any. */
export function sortedDelta(delta: readonly any[] = []): readonly any[] {
  return delta.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Why a program failed, without where that was. */
export function reasonOf(sentence: string): string {
  const match = /^logic eval error: (.*)\. Details: app=\d+, pc=\d+$/s.exec(sentence);
  if (match === null) throw new Error(`Not the failure of a program: ${sentence}`);
  return match[1]!;
}
