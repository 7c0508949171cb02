/** A client that algokit generates from our ARC-56: it makes the app, finds the boxes by itself, and knows why a call was refused. */
import { AlgorandClient, Config, microAlgos } from '@algorandfoundation/algokit-utils';
import { nullLogger } from '@algorandfoundation/algokit-utils/types/logging';
import type { Account, Transaction } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc200Mintable, arc200Preminted } from '../index.ts';
import { approvalBoxCost, balanceBoxCost } from '../testing/algorand/boxNames.ts';
import { accountCost } from '../testing/algorand/createApp.ts';
import { generateClient } from '../testing/algorand/generateClient.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

// The generated file has its own types; these tests load it when they run, so they see as much of it as they use.
type Parameters = { readonly sender?: string; readonly args: readonly unknown[] | object };
type Sent = Promise<{ readonly return?: unknown }>;
type Client = {
  readonly appAddress: { toString(): string };
  readonly send: Readonly<
    Record<
      'arc200BalanceOf' | 'arc200Allowance' | 'arc200Transfer',
      (parameters: Parameters) => Sent
    >
  >;
  readonly state: {
    readonly global: { getAll(): Promise<Record<string, unknown>> };
    readonly box: { readonly balances: { getMap(): Promise<Map<string, bigint>> } };
  };
  newGroup(): Group;
};
type Group = {
  addTransaction(transaction: Transaction): Group;
  send(): Promise<{ readonly returns: unknown[] }>;
  bootstrap(parameters: Parameters): Group;
  arc200Transfer(parameters: Parameters): Group;
  arc200TransferFrom(parameters: Parameters): Group;
  arc200Approve(parameters: Parameters): Group;
};
type Factory = new (options: { algorand: AlgorandClient; defaultSender: string }) => {
  readonly send: {
    readonly create: { create(parameters: Parameters): Promise<{ appClient: Client }> };
  };
};

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

const cases = [
  { contract: arc200Mintable, amounts: { cap: 5_000n, initialSupply: 1_000n } },
  { contract: arc200Preminted, amounts: { totalSupply: 1_000n } },
];

describe.each(cases)('algokit and $contract.name', ({ contract, amounts }) => {
  let people: Record<'creator' | 'holder' | 'friend' | 'spender', Account>;
  let algorand: AlgorandClient;
  let client: Client;
  const at = (account: Account): string => account.addr.toString();

  beforeAll(async () => {
    people = await node.fund(['creator', 'holder', 'friend', 'spender']);
    Config.configure({ logger: nullLogger });
    algorand = AlgorandClient.fromClients({ algod: node.algod });
    for (const account of Object.values(people)) algorand.setSignerFromAccount(account);
    const { module } = await generateClient(contract);
    const GeneratedFactory = module[`${contract.name}Factory`] as Factory;
    const factory = new GeneratedFactory({ algorand, defaultSender: at(people.creator) });
    const { appClient } = await factory.send.create.create({
      args: {
        name: Buffer.from('Harbour Bond'),
        symbol: Buffer.from('HBR'),
        decimals: 6,
        ...amounts,
        initialReceiver: at(people.holder),
      },
    });
    client = appClient;
  });

  /** One group: the payment for a box, then the call. */
  const paid = async (
    sender: Account,
    amount: bigint,
    call: (group: Group) => Group,
  ): Promise<unknown> => {
    const payment = await algorand.createTransaction.payment({
      sender: at(sender),
      receiver: client.appAddress.toString(),
      amount: microAlgos(amount),
    });
    const { returns } = await call(client.newGroup().addTransaction(payment)).send();
    return returns[0];
  };

  test('makes and bootstraps the token, and reads its state by name', async () => {
    await paid(people.creator, accountCost + balanceBoxCost, (group) =>
      group.bootstrap({ args: [] }),
    );

    expect(await client.state.global.getAll()).toMatchObject({
      decimals: 6n,
      totalSupply: 1_000n,
      initialReceiver: at(people.holder),
      bootstrapped: 1n,
    });
    expect(await client.state.box.balances.getMap()).toEqual(
      new Map([[at(people.holder), 1_000n]]),
    );
  });

  test('transfers, approves, transfers from, and reads balances', async () => {
    const { holder, friend, spender } = people;

    const transferred = await paid(holder, balanceBoxCost, (group) =>
      group.arc200Transfer({ sender: at(holder), args: { to: at(friend), value: 400n } }),
    );
    const approved = await paid(holder, approvalBoxCost, (group) =>
      group.arc200Approve({ sender: at(holder), args: { spender: at(spender), value: 50n } }),
    );
    const moved = await paid(spender, balanceBoxCost, (group) =>
      group.arc200TransferFrom({
        sender: at(spender),
        args: { from: at(holder), to: at(spender), value: 20n },
      }),
    );

    expect([transferred, approved, moved]).toEqual([true, true, true]);
    const allowance = await client.send.arc200Allowance({
      args: { owner: at(holder), spender: at(spender) },
    });
    expect(allowance.return).toBe(30n);
    const balance = await client.send.arc200BalanceOf({ args: { owner: at(holder) } });
    expect(balance.return).toBe(580n);
    expect(await client.state.box.balances.getMap()).toEqual(
      new Map([
        [at(holder), 580n],
        [at(friend), 400n],
        [at(spender), 20n],
      ]),
    );
  });

  test('says in the words of the contract why a call was refused', async () => {
    const { creator, friend } = people;

    const tooMuch = client.send.arc200Transfer({
      sender: at(friend),
      args: { to: at(people.holder), value: 401n },
    });
    await expect(tooMuch).rejects.toThrow(/balance too low/);
    const unpaid = client.send.arc200Transfer({
      sender: at(friend),
      args: { to: at(creator), value: 1n },
    });
    await expect(unpaid).rejects.toThrow(/payment for the box is missing/);
  });
});
