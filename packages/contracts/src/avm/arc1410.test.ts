/** ARC-1410: units by partition, operators and their portions. */
import type { Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc1400, arc1400Boxes } from '../index.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import {
  defaultPartition,
  issueSecurity,
  listInvestors,
  openPartition,
  padded,
  partitionOf,
  type SecurityRequest,
  type SecurityToken,
} from '../testing/algorand/securityToken.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const trancheA = partitionOf('tranche-a');
const trancheB = partitionOf('tranche-b');
const data = Buffer.from('why');
const maxUint256 = 2n ** 256n - 1n;

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe('ARC-1410', () => {
  let people: Record<'issuer' | 'alice' | 'bob' | 'operator' | 'stranger', Account>;
  beforeAll(async () => {
    people = await node.fund(['issuer', 'alice', 'bob', 'operator', 'stranger'], 90_000_000n);
  });
  const refusal = (sent: Promise<unknown>) => refusalOfCall(arc1400, sent);
  const at = (account: Account): string => account.addr.toString();

  /** Alice has 1,000 units in tranche A; Bob and the operator are listed. */
  const issued = async (request: Partial<SecurityRequest> = {}): Promise<SecurityToken> => {
    const { issuer, alice, bob, operator } = people;
    const token = await issueSecurity(node, issuer, {
      receiver: alice,
      partition: trancheA,
      ...request,
    });
    await listInvestors(token, issuer, [bob, operator]);
    return token;
  };
  const held = (token: SecurityToken, holder: Account, partition: string) =>
    token.read('arc1410_balance_of_partition', holder, partition);
  const operate = (token: SecurityToken, sender: Account, partition: string, amount: bigint) =>
    token.call(sender, 'arc1410_operator_transfer_by_partition', [
      people.alice,
      partition,
      people.bob,
      amount,
      data,
    ]);

  test('a transfer stays in its partition, on both sides, and says so', async () => {
    const { alice, bob } = people;
    const token = await issued();

    const { returned, events } = await token.call(alice, 'arc1410_transfer_by_partition', [
      trancheA,
      bob,
      300n,
      data,
    ]);
    expect(returned).toBe(trancheA);
    expect(events).toEqual([
      { name: 'arc200_Transfer', from: at(alice), to: at(bob), value: 300n },
      {
        name: 'arc1410_partition_transfer',
        from: at(alice),
        to: at(bob),
        partition: trancheA,
        amount: 300n,
      },
    ]);
    expect(await held(token, alice, trancheA)).toBe(700n);
    expect(await held(token, bob, trancheA)).toBe(300n);
    expect(await held(token, bob, defaultPartition)).toBe(0n);
    expect(await token.read('arc200_balanceOf', bob)).toBe(300n);
    expect(await refusal(token.call(bob, 'arc200_transfer', [alice, 1n]))).toBe(
      '13 AmountExceedsPartitionBalance',
    );
  });

  test('issues and redemptions change supply, balance and partition alike', async () => {
    const { issuer, alice, bob } = people;
    const token = await issued({ cap: 1_100n });
    await openPartition(token, issuer, trancheB);

    const issue = await token.call(issuer, 'arc1410_issue_by_partition', [
      bob,
      trancheB,
      100n,
      data,
    ]);
    expect(issue.events).toEqual([
      { name: 'arc200_Transfer', from: defaultPartition, to: at(bob), value: 100n },
      { name: 'arc1410_partition_issue', to: at(bob), partition: trancheB, amount: 100n },
    ]);
    expect(
      await refusal(token.call(issuer, 'arc1410_issue_by_partition', [bob, trancheB, 1n, data])),
    ).toBe('supply over the cap');
    const redeem = await token.call(alice, 'arc1410_redeem_by_partition', [trancheA, 400n, data]);
    expect(redeem.events).toEqual([
      { name: 'arc200_Transfer', from: at(alice), to: defaultPartition, value: 400n },
      { name: 'arc1410_partition_redeem', from: at(alice), partition: trancheA, amount: 400n },
    ]);
    expect(
      await refusal(token.call(alice, 'arc1410_redeem_by_partition', [trancheA, 601n, data])),
    ).toBe('13 AmountExceedsPartitionBalance');
    expect(await token.read('arc200_totalSupply')).toBe(700n);
    expect(await token.read('arc200_balanceOf', alice)).toBe(600n);
    // What was redeemed can be issued again.
    await token.call(issuer, 'arc1410_issue_by_partition', [bob, trancheB, 400n, data]);
  });

  test('the supply cannot pass 2^256 - 1', async () => {
    const { issuer, alice, bob } = people;
    const token = await issued({ supply: maxUint256 });

    for (const amount of [1n, maxUint256]) {
      expect(
        await refusal(
          token.call(issuer, 'arc1410_issue_by_partition', [bob, trancheA, amount, data]),
        ),
      ).toBe('supply over 2^256 - 1');
    }
    await token.call(alice, 'arc1410_transfer_by_partition', [trancheA, bob, maxUint256, data]);
    expect(await token.read('arc200_balanceOf', bob)).toBe(maxUint256);
  });

  test('issuing stops with the switch, in every partition', async () => {
    const { issuer, bob } = people;
    const token = await issued();
    await token.call(issuer, 'arc1594_set_issuable', [false]);

    for (const partition of [trancheA, defaultPartition]) {
      expect(
        await refusal(token.call(issuer, 'arc1410_issue_by_partition', [bob, partition, 1n, data])),
      ).toBe('issuance is off');
    }
  });

  test('the list of partitions is paged, in order of receipt, the default one first', async () => {
    const { issuer, alice, bob } = people;
    const token = await issued();
    const partitions = Array.from({ length: 18 }, (_, index) => partitionOf(`series-${index}`));
    for (const [index, partition] of partitions.entries()) {
      await openPartition(token, issuer, partition);
      const call = token.describe(issuer, 'arc1410_issue_by_partition', [bob, partition, 1n, data]);
      const page = arc1400Boxes.partitionList(bob.addr.publicKey, BigInt(Math.floor(index / 16)));
      await token.call(issuer, call.method, [bob, partition, 1n, data], {
        boxes: [...(call.boxes ?? []), page],
      });
    }

    expect(await token.read('arc1410_partitions_of', bob, 0n)).toEqual(partitions.slice(0, 16));
    expect(await token.read('arc1410_partitions_of', bob, 1n)).toEqual(partitions.slice(16));
    expect(await token.read('arc1410_partitions_of', bob, 2n)).toEqual([]);
    expect(await token.read('arc1410_partitions_of', bob, 2n ** 64n - 1n)).toEqual([]);
    await token.call(issuer, 'arc1594_issue', [bob, 1n, data]);
    expect(await token.read('arc1410_partitions_of', bob, 0n)).toEqual([
      defaultPartition,
      ...partitions.slice(0, 16),
    ]);
    // Emptied and filled again: listed once.
    const [first] = partitions as [string];
    await token.call(bob, 'arc1410_redeem_by_partition', [first, 1n, data]);
    await token.call(issuer, 'arc1410_issue_by_partition', [bob, first, 1n, data]);
    expect(await token.read('arc1410_partitions_of', bob, 1n)).toEqual(partitions.slice(16));
    expect(await token.read('arc1410_partitions_of', alice, 0n)).toEqual([trancheA]);
  });

  test('nobody can fill the list of another: only partitions that the owner opened exist', async () => {
    const { alice, bob, stranger } = people;
    const token = await issued({ whitelistRequired: false });

    for (const sender of [alice, stranger]) {
      const invented = partitionOf(`spam-${at(sender).slice(0, 8)}`);
      for (const amount of [0n, 1n]) {
        expect(
          await refusal(
            token.call(sender, 'arc1410_transfer_by_partition', [invented, bob, amount, data]),
          ),
        ).toBe('12 PartitionRestricted');
      }
    }
    // Nothing of an open one lists nothing either.
    await token.call(stranger, 'arc1410_transfer_by_partition', [trancheA, bob, 0n, data]);
    expect(await token.read('arc1410_partitions_of', bob, 0n)).toEqual([]);
  });

  test('an operator of one partition moves and redeems there only, until revoked', async () => {
    const { issuer, alice, bob, operator } = people;
    const token = await issued();
    await openPartition(token, issuer, trancheB);
    await token.call(issuer, 'arc1410_issue_by_partition', [alice, trancheB, 10n, data]);
    expect(await refusal(operate(token, operator, trancheA, 1n))).toBe(
      '0x58 OperatorNotAuthorized',
    );

    const { events } = await token.call(alice, 'arc1410_authorize_operator', [
      alice,
      operator,
      trancheA,
    ]);
    expect(events).toEqual([
      {
        name: 'arc1410_operator_authorized',
        holder: at(alice),
        operator: at(operator),
        partition: trancheA,
      },
    ]);
    expect(await token.read('arc1410_is_operator', alice, operator, trancheA)).toBe(1n);
    expect(await token.read('arc1410_is_operator', alice, operator, trancheB)).toBe(0n);
    expect(await token.read('arc1410_is_operator', bob, operator, trancheA)).toBe(0n);
    const { returned } = await operate(token, operator, trancheA, 5n);
    expect(returned).toBe(trancheA);
    const redeem = [alice, trancheA, 5n, data] as const;
    await token.call(operator, 'arc1410_operator_redeem_by_partition', redeem);
    expect(await held(token, alice, trancheA)).toBe(990n);
    expect(await refusal(operate(token, operator, trancheB, 1n))).toBe(
      '0x58 OperatorNotAuthorized',
    );

    const revoked = await token.call(alice, 'arc1410_revoke_operator', [alice, operator, trancheA]);
    expect(revoked.events[0]?.name).toBe('arc1410_operator_revoked');
    expect(await refusal(operate(token, operator, trancheA, 1n))).toBe(
      '0x58 OperatorNotAuthorized',
    );
    expect(
      await refusal(token.call(operator, 'arc1410_operator_redeem_by_partition', redeem)),
    ).toBe('0x58 OperatorNotAuthorized');
    // Never authorized: nothing to revoke, no box to pay for.
    await token.call(alice, 'arc1410_revoke_operator', [alice, bob, trancheA], { payment: null });
  });

  test('the zero address as partition means all of them', async () => {
    const { alice, operator } = people;
    const token = await issued();
    await token.call(alice, 'arc1410_authorize_operator', [alice, operator, defaultPartition]);

    for (const partition of [trancheA, trancheB, defaultPartition]) {
      expect(await token.read('arc1410_is_operator', alice, operator, partition)).toBe(1n);
    }
    await operate(token, operator, trancheA, 5n);
    await token.call(alice, 'arc1410_revoke_operator', [alice, operator, defaultPartition]);
    expect(await refusal(operate(token, operator, trancheA, 5n))).toBe(
      '0x58 OperatorNotAuthorized',
    );
  });

  test('a portion is used up by what it pays for, in its partition only', async () => {
    const { issuer, alice, operator } = people;
    const token = await issued();
    await token.call(issuer, 'arc1594_issue', [alice, 100n, data]);
    const portion = (partition: string, amount: bigint) =>
      token.call(alice, 'arc1410_authorize_operator_by_portion', [
        alice,
        operator,
        partition,
        amount,
      ]);
    const left = (partition: string) =>
      token.read('arc1410_is_operator_by_portion', alice, operator, partition);

    expect((await portion(trancheA, 10n)).events).toEqual([
      {
        name: 'arc1410_operator_portion_authorized',
        holder: at(alice),
        operator: at(operator),
        partition: trancheA,
        amount: 10n,
      },
    ]);
    expect(await left(trancheA)).toBe(1n);
    expect(await left(defaultPartition)).toBe(0n);
    expect(await token.read('arc1410_is_operator', alice, operator, trancheA)).toBe(0n);
    expect(await refusal(operate(token, operator, trancheA, 11n))).toBe(
      '0x58 OperatorNotAuthorized',
    );
    expect(await refusal(operate(token, operator, defaultPartition, 1n))).toBe(
      '0x58 OperatorNotAuthorized',
    );
    await operate(token, operator, trancheA, 6n);
    await token.call(operator, 'arc1410_operator_redeem_by_partition', [alice, trancheA, 4n, data]);
    expect(await left(trancheA)).toBe(0n);
    for (const amount of [0n, 1n]) {
      expect(await refusal(operate(token, operator, trancheA, amount))).toBe(
        '0x58 OperatorNotAuthorized',
      );
    }
    // Of the default partition, not of any.
    await portion(defaultPartition, 3n);
    expect(await refusal(operate(token, operator, trancheA, 1n))).toBe(
      '0x58 OperatorNotAuthorized',
    );
    await operate(token, operator, defaultPartition, 3n);
    // A new portion replaces what was left of the old.
    await portion(trancheA, 5n);
    await portion(trancheA, 2n);
    expect(await refusal(operate(token, operator, trancheA, 3n))).toBe(
      '0x58 OperatorNotAuthorized',
    );
    await portion(trancheA, 0n);
    expect(await refusal(operate(token, operator, trancheA, 1n))).toBe(
      '0x58 OperatorNotAuthorized',
    );
  });

  test('a full right leaves the portion alone, and revoking it keeps the portion', async () => {
    const { alice, operator } = people;
    const token = await issued();
    await token.call(alice, 'arc1410_authorize_operator_by_portion', [
      alice,
      operator,
      trancheA,
      10n,
    ]);
    await token.call(alice, 'arc1410_authorize_operator', [alice, operator, trancheA]);

    await operate(token, operator, trancheA, 100n);
    await token.call(alice, 'arc1410_revoke_operator', [alice, operator, trancheA]);
    expect(await refusal(operate(token, operator, trancheA, 11n))).toBe(
      '0x58 OperatorNotAuthorized',
    );
    await operate(token, operator, trancheA, 10n);
  });

  test('a portion that a rule stops is not used up', async () => {
    const { issuer, alice, operator } = people;
    const token = await issued();
    await token.call(alice, 'arc1410_authorize_operator_by_portion', [
      alice,
      operator,
      trancheA,
      10n,
    ]);
    await token.call(issuer, 'arc1594_set_halted', [true]);
    expect(await refusal(operate(token, operator, trancheA, 10n))).toBe('14 GlobalTransferHalted');

    await token.call(issuer, 'arc1594_set_halted', [false]);
    await operate(token, operator, trancheA, 10n);
  });

  test('only the holder names operators, and needs none for its own units', async () => {
    const { issuer, alice, bob, operator } = people;
    const token = await issued();

    for (const [method, more] of [
      ['arc1410_authorize_operator', []],
      ['arc1410_revoke_operator', []],
      ['arc1410_authorize_operator_by_portion', [5n]],
    ] as const) {
      for (const sender of [issuer, bob, operator]) {
        const sent = token.call(sender, method, [alice, operator, trancheA, ...more]);
        expect(await refusal(sent)).toBe('only the holder can change its operators');
      }
      expect(await refusal(token.call(alice, method, [alice, alice, trancheA, ...more]))).toBe(
        'everyone is their own operator',
      );
    }
    expect(await token.read('arc1410_is_operator', alice, alice, trancheA)).toBe(1n);
    await operate(token, alice, trancheA, 5n);
  });

  test('the check before a transfer answers to the one who asks', async () => {
    const { alice, bob, operator, stranger } = people;
    const token = await issued();
    await token.call(alice, 'arc1410_authorize_operator_by_portion', [
      alice,
      operator,
      trancheA,
      10n,
    ]);
    const check = async (sender: Account, amount: bigint) => {
      const answer = await token.ask(
        sender,
        'arc1410_can_transfer_by_partition',
        alice,
        trancheA,
        bob,
        amount,
        data,
      );
      const [code, status, partition] = answer as [bigint, number[], string];
      return [code, Buffer.from(status).toString(), partition];
    };

    expect(await check(alice, 1_000n)).toEqual([0x51n, 'Success', trancheA]);
    expect(await check(operator, 10n)).toEqual([0x51n, 'Success', trancheA]);
    expect(await check(operator, 11n)).toEqual([0x58n, 'OperatorNotAuthorized', trancheA]);
    expect(await check(stranger, 0n)).toEqual([0x58n, 'OperatorNotAuthorized', trancheA]);
  });

  test("an unlisted operator may move for the listed: its own status is nobody's business", async () => {
    const { alice, bob, stranger } = people;
    const token = await issued();
    await token.call(alice, 'arc1410_authorize_operator', [alice, stranger, trancheA]);

    await operate(token, stranger, trancheA, 5n);
    expect(await held(token, bob, trancheA)).toBe(5n);
    const toItself = token.call(stranger, 'arc1410_operator_transfer_by_partition', [
      alice,
      trancheA,
      stranger,
      5n,
      padded('x'),
    ]);
    expect(await refusal(toItself)).toBe('11 RecipientNotEligible');
  });
});
