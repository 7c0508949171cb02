/**
 * The same random transactions to algod and to the devnet: the same answers, and the same accounts in the end.
 * It needs both nodes, so it runs when ALGOD_URL, ALGOD_TOKEN and ALGOD_FUNDER_MNEMONIC are set.
 */
import algosdk, { type Transaction } from 'algosdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startAlgorandNode } from '../startAlgorandNode.ts';
import { type Client, createClient, newAccount, type Params, type TestAccount } from './client.ts';
import { findAlgod } from './target.ts';
import {
  configureAsset,
  createAsset,
  destroyAsset,
  freezeAsset,
  pay,
  transferAsset,
} from './transactions.ts';

type Accounts = readonly [TestAccount, TestAccount, TestAccount];

/** One of the two chains, with the assets of this run in the order they were made. */
type Side = { readonly client: Client; readonly assets: bigint[] };

type Context = {
  readonly common: { readonly from: TestAccount; readonly params: Params };
  readonly accounts: Accounts;
  readonly getAsset: (index: number) => bigint;
};

/** A transaction to be; accounts and assets are named by their places. */
type Operation = { readonly from: number; readonly build: (context: Context) => Transaction };

function operationOf<F extends { readonly from: number }>(
  fields: fc.Arbitrary<F>,
  build: (fields: F, context: Context) => Transaction,
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

const operation = fc.oneof(
  payment,
  creation,
  optIn,
  transfer,
  freezing,
  configuration,
  destruction,
);
const groups = fc.array(fc.array(operation, { minLength: 1, maxLength: 3 }), {
  minLength: 15,
  maxLength: 30,
});

const algod = findAlgod();
if (algod === undefined) {
  console.info(
    'Skipped: the differential test needs a real algod (ALGOD_URL, ALGOD_TOKEN, ALGOD_FUNDER_MNEMONIC)',
  );
}

test.skipIf(algod === undefined)(
  'algod and the devnet answer the same to whatever is sent',
  async () => {
    await using node = await startAlgorandNode();
    const clients = [createClient(algod!), createClient(node)] as const;

    await fc.assert(
      fc.asyncProperty(groups, async (sent) => {
        const accounts: Accounts = [newAccount(), newAccount(), newAccount()];
        const results = [];
        for (const client of clients) {
          const side = { client, assets: [] };
          await fund(side, accounts);
          const answers = [];
          for (const group of sent) answers.push(await send(side, accounts, group));
          results.push({ answers, accounts: await readAccounts(side, accounts) });
        }

        expect(results[1]).toEqual(results[0]);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  },
  300_000,
);

async function fund({ client }: Side, accounts: Accounts): Promise<void> {
  for (const to of accounts) {
    const params = await client.getParams();
    await client.confirm(
      client.funder,
      pay({ from: client.funder, params }, { to, amount: 1_500_000n }),
    );
  }
}

/** Sends a group; answers what the node says of it, with ids that differ between chains made alike. */
async function send(side: Side, accounts: Accounts, group: readonly Operation[]) {
  const { client, assets } = side;
  const params = await client.getParams();
  const getAsset = (index: number): bigint => assets[index] ?? 999_999_999_999n;
  const transactions = group.map(({ from: sender, build }) =>
    build({ common: { from: accounts[sender]!, params }, accounts, getAsset }),
  );
  if (transactions.length > 1) algosdk.assignGroupID(transactions);
  const signed = transactions.map((txn, index) => txn.signTxn(accounts[group[index]!.from]!.sk));
  const ids = transactions.map((txn) => txn.txID());

  const { status, message } = await client.send(...signed);
  if (status !== 200) return { status, message: alike(message, ids, assets) };
  const confirmed = [];
  for (const id of ids) {
    const { json } = await client.get(`/v2/transactions/pending/${id}`);
    if (json['asset-index'] !== undefined) assets.push(BigInt(json['asset-index']));
    confirmed.push({ closed: json['closing-amount'], closedUnits: json['asset-closing-amount'] });
  }
  return { status, confirmed };
}

async function readAccounts(
  { client, assets }: Side,
  accounts: Accounts,
): Promise<readonly string[]> {
  const texts = await Promise.all(
    accounts.map(async ({ addr }) => {
      const { round: _, ...account } = (await client.get(`/v2/accounts/${addr}`)).json;
      return JSON.stringify(account);
    }),
  );
  return texts.map((text) => alike(text, [], assets));
}

function alike(text: string, ids: readonly string[], assets: readonly bigint[]): string {
  let result = text.replace(/^transaction \{.*\} invalid/, 'transaction invalid');
  for (const [index, id] of ids.entries()) result = result.replaceAll(id, `TRANSACTION-${index}`);
  for (const [index, id] of assets.entries()) {
    result = result.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), `ASSET-${index}`);
  }
  return result;
}
