/**
 * The same random transactions to algod and to the devnet: the same answers, and the same accounts in the end.
 * It needs both nodes, so it runs when ALGOD_URL, ALGOD_TOKEN and ALGOD_FUNDER_MNEMONIC are set.
 */
import algosdk from 'algosdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startAlgorandNode } from '../startAlgorandNode.ts';
import { sortedDelta } from './applications.ts';
import { type Client, createClient, newAccount } from './client.ts';
import {
  type Accounts,
  appBeginning,
  appOperation,
  assetOperation,
  type Operation,
} from './randomOperations.ts';
import { findAlgod } from './target.ts';
import { pay } from './transactions.ts';

/** One of the two chains, with the assets and applications of this run in the order they were made. */
type Side = { readonly client: Client; readonly assets: bigint[]; readonly apps: bigint[] };

function groupsOf(operation: fc.Arbitrary<Operation>): fc.Arbitrary<Operation[][]> {
  const group = fc.array(operation, { minLength: 1, maxLength: 3 });
  return fc.array(group, { minLength: 15, maxLength: 30 });
}

const algod = findAlgod();
if (algod === undefined) {
  console.info(
    'Skipped: the differential test needs a real algod (ALGOD_URL, ALGOD_TOKEN, ALGOD_FUNDER_MNEMONIC)',
  );
}

test.skipIf(algod === undefined).each([
  { of: 'payments and assets', operation: assetOperation, beginning: [], amount: 1_500_000n },
  {
    of: 'applications among them',
    operation: appOperation,
    beginning: appBeginning,
    amount: 5_000_000n,
  },
])(
  'algod and the devnet answer the same to whatever is sent: $of',
  async ({ operation, beginning, amount }) => {
    await using node = await startAlgorandNode();
    const clients = [createClient(algod!), createClient(node)] as const;

    await fc.assert(
      fc.asyncProperty(groupsOf(operation), async (sent) => {
        const accounts: Accounts = [newAccount(), newAccount(), newAccount()];
        const results = [];
        for (const client of clients) {
          const side = { client, assets: [], apps: [] };
          await fund(side, accounts, amount);
          const answers = [];
          for (const first of beginning) answers.push(await send(side, accounts, [first]));
          for (const group of sent) answers.push(await send(side, accounts, group));
          results.push({ answers, state: await readState(side, accounts) });
        }

        expect(results[1]).toEqual(results[0]);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  },
  300_000,
);

async function fund({ client }: Side, accounts: Accounts, amount: bigint): Promise<void> {
  for (const to of accounts) {
    const params = await client.getParams();
    await client.confirm(client.funder, pay({ from: client.funder, params }, { to, amount }));
  }
}

/** Sends a group; answers what the node says of it, with ids that differ between chains made alike. */
async function send(side: Side, accounts: Accounts, group: readonly Operation[]) {
  const { client, assets, apps } = side;
  const params = await client.getParams();
  const missing = 999_999_999_999n;
  const context = {
    accounts,
    getAsset: (index: number): bigint => assets[index] ?? missing,
    getApp: (index: number): bigint => apps[index] ?? missing,
  };
  const transactions = group.map(({ from: sender, build }) =>
    build({ ...context, common: { from: accounts[sender]!, params } }),
  );
  if (transactions.length > 1) algosdk.assignGroupID(transactions);
  const signed = transactions.map((txn, index) => txn.signTxn(accounts[group[index]!.from]!.sk));
  const ids = transactions.map((txn) => txn.txID());

  const { status, message, json } = await client.send(...signed);
  if (status !== 200) {
    const data = JSON.parse(alike(JSON.stringify(json.data ?? {}), ids, side));
    // The one opcode of which algod tells the stack after it took its arguments; the devnet always tells the one before.
    const isWrongSize = message.includes('attempt to box_put wrong size');
    for (const state of isWrongSize ? data['eval-states'] : []) delete state.stack;
    return { status, message: alike(message, ids, side), data };
  }
  const confirmed = [];
  for (const id of ids) {
    const { json: pending } = await client.get(`/v2/transactions/pending/${id}`);
    if (pending['asset-index'] !== undefined) assets.push(BigInt(pending['asset-index']));
    if (pending['application-index'] !== undefined) {
      apps.push(BigInt(pending['application-index']));
    }
    confirmed.push(whatCameOf(pending));
  }
  return { status, confirmed };
}

function whatCameOf(pending: any) {
  const locals: any[] = pending['local-state-delta'] ?? [];
  return {
    closed: pending['closing-amount'],
    closedUnits: pending['asset-closing-amount'],
    logs: pending.logs?.length,
    globals: sortedDelta(pending['global-state-delta']),
    locals: locals
      .map(({ address, delta }) => ({ address, delta: sortedDelta(delta) }))
      .toSorted((a, b) => (a.address < b.address ? -1 : 1)),
  };
}

/** The accounts, those of the applications too, and the applications with their boxes. */
async function readState(side: Side, accounts: Accounts): Promise<readonly string[]> {
  const { client, apps } = side;
  const addresses = [
    ...accounts.map(({ addr }) => addr),
    ...apps.map((id) => algosdk.getApplicationAddress(id).toString()),
  ];
  const paths = [
    ...addresses.map((address) => `/v2/accounts/${address}`),
    ...apps.map((id) => `/v2/applications/${id}`),
    ...apps.map((id) => `/v2/applications/${id}/boxes?include=values`),
  ];
  const texts = await Promise.all(
    paths.map(async (path) => {
      const { round: _, ...answer } = (await client.get(path)).json;
      return JSON.stringify(answer);
    }),
  );
  return texts.map((text) => alike(text, [], side));
}

function alike(text: string, ids: readonly string[], { assets, apps }: Side): string {
  let result = text.replace(/^transaction \{.*\} invalid/s, 'transaction invalid');
  for (const [index, id] of ids.entries()) result = result.replaceAll(id, `TRANSACTION-${index}`);
  for (const [index, id] of apps.entries()) {
    result = result.replaceAll(
      algosdk.getApplicationAddress(id).toString(),
      `APP-ACCOUNT-${index}`,
    );
  }
  for (const [kind, list] of Object.entries({ ASSET: assets, APP: apps })) {
    for (const [index, id] of list.entries()) {
      result = result.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), `"${kind}-${index}"`);
    }
  }
  return result;
}
