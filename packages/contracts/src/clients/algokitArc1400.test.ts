/** The client that algokit generates for the security token: list, transfer by partition, learn why a transfer is refused, force, document. */
import { AlgorandClient, Config, microAlgos } from '@algorandfoundation/algokit-utils';
import { nullLogger } from '@algorandfoundation/algokit-utils/types/logging';
import type { Account, Transaction } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc1400 } from '../index.ts';
import { generateClient } from '../testing/algorand/generateClient.ts';
import { padded, partitionOf } from '../testing/algorand/securityToken.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

// The generated file has its own types; these tests load it when they run, so they see as much of it as they use.
type Parameters = { readonly sender?: string; readonly args: readonly unknown[] | object };
type Method =
  | 'bootstrap'
  | 'setInvestorFlag'
  | 'arc1410SetPartitionFlag'
  | 'arc1410TransferByPartition'
  | 'arc1644SetController'
  | 'arc1644ControllerTransferPartition'
  | 'arc1643SetDocument';
type Reading =
  | 'arc1410CanTransferByPartition'
  | 'arc1594ValidateTransfer'
  | 'arc1410BalanceOfPartition'
  | 'arc1410PartitionsOf'
  | 'arc1643GetDocument'
  | 'arc1643GetAllDocuments'
  | 'arc1644IsControllable';
type Group = { addTransaction(transaction: Transaction): Group; send(): Promise<Results> } & {
  readonly [M in Method]: (parameters: Parameters) => Group;
};
type Results = { readonly returns: unknown[] };
type Client = {
  readonly appAddress: { toString(): string };
  readonly send: {
    readonly [M in Method | Reading]: (parameters: Parameters) => Promise<{
      readonly return?: unknown;
    }>;
  };
  readonly state: {
    readonly global: { getAll(): Promise<Record<string, unknown>> };
    readonly box: {
      readonly holders: { value(account: string): Promise<Record<string, bigint>> };
    };
  };
  newGroup(): Group;
};
type Factory = new (options: { algorand: AlgorandClient; defaultSender: string }) => {
  readonly send: {
    readonly create: { create(parameters: Parameters): Promise<{ appClient: Client }> };
  };
};

const trancheA = partitionOf('tranche-a');
const data = Buffer.from('');

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe('algokit and Arc1400', () => {
  let people: Record<'issuer' | 'alice' | 'bob' | 'controller' | 'stranger', Account>;
  let algorand: AlgorandClient;
  let client: Client;
  const at = (account: Account): string => account.addr.toString();

  beforeAll(async () => {
    people = await node.fund(['issuer', 'alice', 'bob', 'controller', 'stranger'], 20_000_000n);
    Config.configure({ logger: nullLogger });
    algorand = AlgorandClient.fromClients({ algod: node.algod });
    for (const account of Object.values(people)) algorand.setSignerFromAccount(account);
    const { module } = await generateClient(arc1400);
    const GeneratedFactory = module['Arc1400Factory'] as Factory;
    const factory = new GeneratedFactory({ algorand, defaultSender: at(people.issuer) });
    const { appClient } = await factory.send.create.create({
      args: {
        name: Buffer.from('Harbour Equity'),
        symbol: Buffer.from('HBE'),
        decimals: 2,
        cap: 0n,
        initialSupply: 1_000n,
        initialReceiver: at(people.alice),
        partition: trancheA,
        whitelistRequired: true,
      },
    });
    client = appClient;
    await paid(people.issuer, 278_900n, (group) => group.bootstrap({ args: [] }));
  });

  /** One group: the payment for the boxes, then the call; which boxes, the client finds out by itself. */
  async function paid(
    sender: Account,
    amount: bigint,
    call: (group: Group) => Group,
  ): Promise<unknown> {
    const payment = await algorand.createTransaction.payment({
      sender: at(sender),
      receiver: client.appAddress.toString(),
      amount: microAlgos(amount),
    });
    const { returns } = await call(client.newGroup().addTransaction(payment)).send();
    return returns[0];
  }

  const transfer = (to: Account, amount: bigint): Parameters => ({
    sender: at(people.alice),
    args: { partition: trancheA, to: at(to), amount, data },
  });

  test('lists an investor, transfers within a partition, reads both sides', async () => {
    const { issuer, alice, bob } = people;

    await paid(issuer, 54_100n, (group) =>
      group.setInvestorFlag({ args: { addr: at(bob), flagKey: Buffer.from('kyc'), value: 1n } }),
    );
    const receiverPartition = await paid(alice, 73_400n, (group) =>
      group.arc1410TransferByPartition(transfer(bob, 300n)),
    );

    expect(receiverPartition).toBe(trancheA);
    const balance = await client.send.arc1410BalanceOfPartition({
      args: { holder: at(bob), partition: trancheA },
    });
    expect(balance.return).toBe(300n);
    const partitions = await client.send.arc1410PartitionsOf({
      args: { holder: at(bob), page: 0n },
    });
    expect(partitions.return).toEqual([trancheA]);
    expect(await client.state.box.holders.value(at(alice))).toMatchObject({
      balance: 700n,
      unrestricted: 0n,
      kyc: 1n,
      partitionCount: 1n,
    });
    expect(await client.state.global.getAll()).toMatchObject({
      totalSupply: 1_000n,
      initialPartition: trancheA,
      whitelistRequired: 1n,
    });
  });

  test('a transfer that is not allowed says its code before and when it fails', async () => {
    const { alice, stranger } = people;
    const question = { partition: trancheA, from: at(alice), to: at(stranger), amount: 1n, data };

    const validation = await client.send.arc1594ValidateTransfer({ args: question });
    expect(validation.return).toMatchObject({ code: 11n });
    expect(reasonOf(validation.return, 'reason')).toBe('RecipientNotEligible');
    const verdict = await client.send.arc1410CanTransferByPartition({
      sender: at(alice),
      args: question,
    });
    expect(verdict.return).toMatchObject({ code: 0x57, receiverPartition: trancheA });
    expect(reasonOf(verdict.return, 'status')).toBe('RecipientNotEligible');

    const sent = client.send.arc1410TransferByPartition(transfer(stranger, 1n));
    await expect(sent).rejects.toThrow(/11 RecipientNotEligible/);
    const tooMuch = client.send.arc1410TransferByPartition(transfer(people.bob, 701n));
    await expect(tooMuch).rejects.toThrow(/13 AmountExceedsPartitionBalance/);
  });

  test('a controller moves by force, with a reason only', async () => {
    const { alice, bob, controller } = people;
    await client.send.arc1644SetController({ args: { newController: at(controller) } });
    const force = (why: string): Parameters => ({
      sender: at(controller),
      args: {
        from: at(alice),
        to: at(bob),
        partition: padded('tranche-a'),
        amount: 100n,
        data,
        operatorData: Buffer.from(why),
      },
    });

    const unjustified = client.send.arc1644ControllerTransferPartition(force(''));
    await expect(unjustified).rejects.toThrow(/52 JustificationRequired/);
    const forced = await client.send.arc1644ControllerTransferPartition(force('court order 7'));
    expect(forced.return).toBe(0n);
    const controllable = await client.send.arc1644IsControllable({ args: [] });
    expect(controllable.return).toBe(1n);
    const balance = await client.send.arc1410BalanceOfPartition({
      args: { holder: at(bob), partition: trancheA },
    });
    expect(balance.return).toBe(400n);
  });

  test('a document is set by the owner and read by anyone', async () => {
    const { issuer, stranger } = people;
    const uri = 'ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy';
    const cost = 2_500n + 400n * BigInt(80 + uri.length) + 19_700n;
    await paid(issuer, cost, (group) =>
      group.arc1643SetDocument({
        args: { name: padded('prospectus'), uri, hash: padded('hash') },
      }),
    );

    const document = await client.send.arc1643GetDocument({
      sender: at(stranger),
      args: { name: padded('prospectus') },
    });
    expect(document.return).toMatchObject({ uri });
    const names = await client.send.arc1643GetAllDocuments({ args: [] });
    expect(names.return).toHaveLength(1);
    const byStranger = client.send.arc1643SetDocument({
      sender: at(stranger),
      args: { name: padded('prospectus'), uri: 'x', hash: padded('hash') },
    });
    await expect(byStranger).rejects.toThrow(/not_owner/);
  });

  function reasonOf(answer: unknown, field: string): string {
    return Buffer.from((answer as Record<string, Uint8Array>)[field] ?? '').toString();
  }
});
