/** What may move: each rule refuses with its code, and both checks before a transfer say the same. */
import type { Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc1400 } from '../index.ts';
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
const data = Buffer.from('');
const kyc = Buffer.from('kyc');
const lockupUntil = Buffer.from('lockup-until');
const transferable = Buffer.from('transferable');
const forEver = 2n ** 64n - 1n;
const maxUint256 = 2n ** 256n - 1n;

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe('transfer rules', () => {
  let people: Record<'issuer' | 'alice' | 'bob' | 'carol' | 'operator' | 'controller', Account>;
  beforeAll(async () => {
    people = await node.fund(
      ['issuer', 'alice', 'bob', 'carol', 'operator', 'controller'],
      90_000_000n,
    );
  });
  const refusal = (sent: Promise<unknown>) => refusalOfCall(arc1400, sent);
  const at = (account: Account): string => account.addr.toString();

  /** Alice has 600 units in the default partition and 400 in tranche A, Bob is listed; Carol is not. */
  const issued = async (request: Partial<SecurityRequest> = {}): Promise<SecurityToken> => {
    const { issuer, alice, bob, operator, controller } = people;
    const token = await issueSecurity(node, issuer, { receiver: alice, supply: 600n, ...request });
    await openPartition(token, issuer, trancheA);
    await token.call(issuer, 'arc1410_issue_by_partition', [alice, trancheA, 400n, data]);
    await listInvestors(token, issuer, [bob, operator]);
    await token.call(alice, 'arc200_approve', [operator, maxUint256]);
    await token.call(alice, 'arc1410_authorize_operator', [alice, operator, defaultPartition]);
    await token.call(issuer, 'arc1644_set_controller', [controller]);
    return token;
  };

  /** Every way that units of Alice can leave by consent. */
  const waysOut = (
    token: SecurityToken,
    partition: string,
    to: Account | string,
    amount: bigint,
  ): (() => Promise<unknown>)[] => {
    const { alice, operator } = people;
    return [
      ...(partition === defaultPartition
        ? [
            () => token.call(alice, 'arc200_transfer', [to, amount]),
            () => token.call(operator, 'arc200_transferFrom', [alice, to, amount]),
            () => token.call(alice, 'arc1594_transfer_with_data', [to, amount, data]),
            () =>
              token.call(operator, 'arc1594_transfer_from_with_data', [alice, to, amount, data]),
          ]
        : []),
      () => token.call(alice, 'arc1410_transfer_by_partition', [partition, to, amount, data]),
      () =>
        token.call(operator, 'arc1410_operator_transfer_by_partition', [
          alice,
          partition,
          to,
          amount,
          data,
        ]),
    ];
  };

  /** The same refusal from all ways out, and from both checks in their own codes. */
  const expectRefused = async (
    token: SecurityToken,
    transfer: { partition?: string; to?: Account | string; amount?: bigint },
    expected: { code: bigint; name: string; partitionCode: bigint; status?: string },
  ): Promise<void> => {
    const { alice, bob } = people;
    const { partition = defaultPartition, to = bob, amount = 1n } = transfer;
    const { code, name, partitionCode, status = name } = expected;

    for (const send of waysOut(token, partition, to, amount)) {
      expect(await refusal(send())).toBe(`${code} ${name}`);
    }
    expect(
      await token.read('arc1594_validate_transfer', partition, alice, to, amount, data),
    ).toEqual([code, [...Buffer.from(name)]]);
    expect(
      await token.ask(
        alice,
        'arc1410_can_transfer_by_partition',
        alice,
        partition,
        to,
        amount,
        data,
      ),
    ).toEqual([partitionCode, [...Buffer.from(status)], partition]);
  };

  test('a transfer that no rule forbids is allowed, says both checks, and goes through every way', async () => {
    const { alice, bob } = people;
    const token = await issued();

    for (const partition of [defaultPartition, trancheA]) {
      expect(
        await token.read('arc1594_validate_transfer', partition, alice, bob, 400n, data),
      ).toEqual([0n, [...Buffer.from('Success')]]);
      expect(
        await token.ask(
          alice,
          'arc1410_can_transfer_by_partition',
          alice,
          partition,
          bob,
          400n,
          data,
        ),
      ).toEqual([0x51n, [...Buffer.from('Success')], partition]);
      for (const send of waysOut(token, partition, bob, 1n)) await send();
    }
    expect(await token.read('arc1410_balance_of_partition', bob, defaultPartition)).toBe(6n);
    expect(await token.read('arc1410_balance_of_partition', bob, trancheA)).toBe(2n);
  });

  test('10: a holder who was taken off the list can neither send nor redeem', async () => {
    const { issuer, alice } = people;
    const token = await issued();
    await token.call(issuer, 'set_investor_flag', [alice, kyc, 0n]);

    const expected = { code: 10n, name: 'SenderNotEligible', partitionCode: 0x61n };
    await expectRefused(token, {}, expected);
    await expectRefused(token, { partition: trancheA }, expected);
    expect(await refusal(token.call(alice, 'arc1594_redeem', [1n, data]))).toBe(
      '10 SenderNotEligible',
    );
  });

  test('11: nobody who is not listed receives, by transfer, issue or force', async () => {
    const { issuer, alice, carol, controller } = people;
    const token = await issued();
    const expected = { code: 11n, name: 'RecipientNotEligible', partitionCode: 0x57n };

    for (const to of [carol, defaultPartition]) {
      await expectRefused(token, { to }, expected);
      await expectRefused(token, { to, partition: trancheA }, expected);
      for (const [sender, method, args] of [
        [issuer, 'arc1594_issue', [to, 1n, data]],
        [issuer, 'arc1410_issue_by_partition', [to, trancheA, 1n, data]],
        [controller, 'arc1644_controller_transfer', [alice, to, 1n, data, kyc]],
      ] as const) {
        const sent = token.call(sender, method, args);
        expect(await refusal(sent)).toBe('11 RecipientNotEligible');
      }
    }
  });

  test('without a required whitelist everyone but the zero address receives', async () => {
    const { issuer, alice, carol } = people;
    const token = await issued({ whitelistRequired: false });

    await token.call(alice, 'arc200_transfer', [carol, 5n]);
    await token.call(carol, 'arc1410_transfer_by_partition', [defaultPartition, alice, 2n, data]);
    await token.call(issuer, 'arc1594_issue', [carol, 5n, data]);
    expect(await token.read('arc200_balanceOf', carol)).toBe(8n);
    await expectRefused(
      token,
      { to: defaultPartition },
      { code: 11n, name: 'RecipientNotEligible', partitionCode: 0x57n },
    );
  });

  test('12: nothing leaves a partition that is closed or was never opened', async () => {
    const { issuer, alice } = people;
    const token = await issued();
    await token.call(issuer, 'arc1410_set_partition_flag', [trancheA, transferable, 0n]);

    const expected = { code: 12n, name: 'PartitionRestricted', partitionCode: 0x5bn };
    await expectRefused(token, { partition: trancheA }, expected);
    const redeem = token.call(alice, 'arc1410_redeem_by_partition', [trancheA, 1n, data]);
    expect(await refusal(redeem)).toBe('12 PartitionRestricted');
    // A closed partition can still be filled: that is what a locked tranche is.
    await token.call(issuer, 'arc1410_issue_by_partition', [alice, trancheA, 1n, data]);

    const unknown = partitionOf('unknown');
    await expectRefused(
      token,
      { partition: unknown },
      { ...expected, partitionCode: 0x50n, status: 'PartitionNotExists' },
    );
    const issue = token.call(issuer, 'arc1410_issue_by_partition', [alice, unknown, 1n, data]);
    expect(await refusal(issue)).toBe('12 PartitionRestricted');
    await token.call(issuer, 'arc1410_set_partition_flag', [trancheA, transferable, 1n]);
    for (const send of waysOut(token, trancheA, people.bob, 1n)) await send();
  });

  test('13: one partition never lends to another', async () => {
    const { alice } = people;
    const token = await issued();
    const expected = {
      code: 13n,
      name: 'AmountExceedsPartitionBalance',
      partitionCode: 0x52n,
    };

    await expectRefused(token, { amount: 601n }, expected);
    await expectRefused(token, { partition: trancheA, amount: 401n }, expected);
    await expectRefused(token, { amount: maxUint256 }, expected);
    expect(await token.read('arc200_balanceOf', alice)).toBe(1_000n);
    await openPartition(token, people.issuer, partitionOf('empty'));
    await expectRefused(token, { partition: partitionOf('empty') }, expected);
  });

  test('14: a halt stops transfers and redemptions, not the controller and not the owner', async () => {
    const { issuer, alice, bob, controller } = people;
    const token = await issued();
    const { events } = await token.call(issuer, 'arc1594_set_halted', [true]);
    expect(events).toEqual([{ name: 'arc1594_halted', flag: true }]);
    expect(await token.read('arc1594_is_halted')).toBe(true);

    const expected = { code: 14n, name: 'GlobalTransferHalted', partitionCode: 0x60n };
    await expectRefused(token, {}, expected);
    await expectRefused(token, { partition: trancheA }, expected);
    for (const [method, args] of [
      ['arc1594_redeem', [1n, data]],
      ['arc1410_redeem_by_partition', [trancheA, 1n, data]],
    ] as const) {
      expect(await refusal(token.call(alice, method, args))).toBe('14 GlobalTransferHalted');
    }
    await token.call(issuer, 'arc1594_issue', [bob, 1n, data]);
    await token.call(controller, 'arc1644_controller_transfer', [alice, bob, 1n, data, kyc]);

    await token.call(issuer, 'arc1594_set_halted', [false]);
    for (const send of waysOut(token, defaultPartition, bob, 1n)) await send();
  });

  test('15: a locked-up holder sends nothing until the time has come, but receives', async () => {
    const { issuer, alice, bob } = people;
    const token = await issued();
    await token.call(issuer, 'set_investor_flag', [alice, lockupUntil, forEver]);

    const expected = { code: 15n, name: 'LockupActive', partitionCode: 0x62n };
    await expectRefused(token, {}, expected);
    await expectRefused(token, { partition: trancheA }, expected);
    expect(await refusal(token.call(alice, 'arc1594_redeem', [1n, data]))).toBe('15 LockupActive');
    await token.call(issuer, 'arc1594_issue', [alice, 1n, data]);

    // Over: the block before this one is not older than an hour ago.
    const anHourAgo = BigInt(Math.floor(Date.now() / 1_000)) - 3_600n;
    await token.call(issuer, 'set_investor_flag', [alice, lockupUntil, anHourAgo]);
    for (const send of waysOut(token, trancheA, bob, 1n)) await send();
    expect(await token.read('get_investor_flag', alice, lockupUntil)).toBe(anHourAgo);
  });

  test('15: a locked-up partition holds everyone, and only its own units', async () => {
    const { issuer, alice, bob } = people;
    const token = await issued();
    await token.call(issuer, 'arc1410_set_partition_flag', [trancheA, lockupUntil, forEver]);

    const expected = { code: 15n, name: 'LockupActive', partitionCode: 0x62n };
    await expectRefused(token, { partition: trancheA }, expected);
    for (const send of waysOut(token, defaultPartition, bob, 1n)) await send();
    await token.call(issuer, 'arc1410_set_partition_flag', [trancheA, lockupUntil, 1n]);
    for (const send of waysOut(token, trancheA, bob, 1n)) await send();
    expect(await token.read('arc1410_get_partition_flag', trancheA, lockupUntil)).toBe(1n);
    expect(await token.read('get_investor_flag', alice, kyc)).toBe(1n);
  });

  test('lock-ups end at their second', async () => {
    const { issuer, alice, bob } = people;
    const token = await issued();
    const { timestamp } = await lastBlock();
    // Time of the block before the call counts, and that can only be later.
    await token.call(issuer, 'set_investor_flag', [alice, lockupUntil, timestamp]);

    await token.call(alice, 'arc200_transfer', [bob, 1n]);
  });

  test('nothing, and to oneself: judged like any transfer, announced, and nothing changes', async () => {
    const { issuer, alice, bob, carol } = people;
    const token = await issued();
    const none = await token.call(alice, 'arc200_transfer', [bob, 0n], { payment: null });
    const self = await token.call(
      alice,
      'arc1410_transfer_by_partition',
      [trancheA, alice, 400n, data],
      { payment: null },
    );

    expect(none.events).toEqual([
      { name: 'arc200_Transfer', from: at(alice), to: at(bob), value: 0n },
      {
        name: 'arc1410_partition_transfer',
        from: at(alice),
        to: at(bob),
        partition: defaultPartition,
        amount: 0n,
      },
    ]);
    expect(self.events).toHaveLength(2);
    expect(await token.read('arc1410_balance_of_partition', alice, trancheA)).toBe(400n);
    expect(await token.read('arc200_balanceOf', alice)).toBe(1_000n);
    expect(await token.read('arc1410_partitions_of', bob, 0n)).toEqual([]);
    expect(await refusal(token.call(alice, 'arc200_transfer', [carol, 0n]))).toBe(
      '11 RecipientNotEligible',
    );
    const tooMuch = token.call(alice, 'arc1410_transfer_by_partition', [
      trancheA,
      alice,
      401n,
      data,
    ]);
    expect(await refusal(tooMuch)).toBe('13 AmountExceedsPartitionBalance');
    await token.call(issuer, 'arc1594_set_halted', [true]);
    expect(await refusal(token.call(alice, 'arc200_transfer', [alice, 0n]))).toBe(
      '14 GlobalTransferHalted',
    );
  });

  test('flags: known keys and values only, written and read back, announced', async () => {
    const { issuer, carol } = people;
    const token = await issued();
    const write = (key: string, value: bigint) =>
      token.call(issuer, 'set_investor_flag', [carol, Buffer.from(key), value]);
    const writePartition = (key: string, value: bigint) =>
      token.call(issuer, 'arc1410_set_partition_flag', [trancheA, Buffer.from(key), value]);

    expect(await refusal(write('kyc', 2n))).toBe('flag must be 0 or 1');
    expect(await refusal(write('KYC', 1n))).toBe('unknown flag');
    expect(await refusal(write('', 1n))).toBe('unknown flag');
    expect(await refusal(writePartition('transferable', 2n))).toBe('flag must be 0 or 1');
    expect(await refusal(writePartition('kyc', 1n))).toBe('unknown flag');
    expect(await refusal(token.read('get_investor_flag', carol, Buffer.from('x')))).toMatch(
      /unknown flag|assert failed/,
    );
    const { events } = await write('jur', forEver);
    expect(events).toEqual([
      {
        name: 'investor_flag_set',
        addr: at(carol),
        flag_key: [...Buffer.from('jur')],
        value: forEver,
      },
    ]);
    expect(await token.read('get_investor_flag', carol, Buffer.from('jur'))).toBe(forEver);
    expect(await token.read('get_investor_flag', carol, kyc)).toBe(0n);
    const zero = token.call(issuer, 'set_investor_flag', [defaultPartition, kyc, 1n]);
    expect(await refusal(zero)).toBe('zero_address_not_allowed');
  });

  test('taking the owner off changes no rule', async () => {
    const { issuer, alice, bob, carol } = people;
    const token = await issued();
    await token.call(issuer, 'arc88_renounce_ownership');

    await token.call(alice, 'arc200_transfer', [bob, 1n]);
    expect(await refusal(token.call(alice, 'arc200_transfer', [carol, 1n]))).toBe(
      '11 RecipientNotEligible',
    );
    expect(await refusal(token.call(issuer, 'set_investor_flag', [carol, kyc, 1n]))).toBe(
      'no_owner_set',
    );
  });

  test('validation logs its code alone in the first 8 bytes', async () => {
    const { issuer, alice, carol } = people;
    const token = await issued();

    const { confirmation } = await token.call(issuer, 'arc1594_validate_transfer', [
      padded(''),
      alice,
      carol,
      1n,
      data,
    ]);
    const [first] = confirmation.logs ?? [];
    expect(Buffer.from(first ?? '').readBigUInt64BE()).toBe(11n);
  });

  async function lastBlock(): Promise<{ timestamp: bigint }> {
    const { lastRound } = await node.algod.status().do();
    const { block } = await node.algod.block(lastRound).do();
    return { timestamp: block.header.timestamp };
  }
});
