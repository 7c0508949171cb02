/** ARC-1644: what a controller can do, what it cannot, and how its power ends. */
import { createHash } from 'node:crypto';
import type { Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc1400 } from '../index.ts';
import { readGlobalState } from '../testing/algorand/readGlobalState.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import {
  defaultPartition,
  issueSecurity,
  listInvestors,
  padded,
  partitionOf,
  type SecurityToken,
} from '../testing/algorand/securityToken.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const trancheA = partitionOf('tranche-a');
const trancheKey = padded('tranche-a');
const data = Buffer.from('');
const reason = Buffer.from('court order 7/2026');
const justification = [...createHash('sha256').update(reason).digest()];

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe('ARC-1644', () => {
  let people: Record<'issuer' | 'alice' | 'bob' | 'controller' | 'successor' | 'stranger', Account>;
  beforeAll(async () => {
    people = await node.fund(
      ['issuer', 'alice', 'bob', 'controller', 'successor', 'stranger'],
      60_000_000n,
    );
  });
  const refusal = (sent: Promise<unknown>) => refusalOfCall(arc1400, sent);
  const at = (account: Account): string => account.addr.toString();

  /** Alice has 1,000 units in tranche A and 500 in the default partition; Bob is listed. */
  const issued = async (): Promise<SecurityToken> => {
    const { issuer, alice, bob, controller } = people;
    const token = await issueSecurity(node, issuer, { receiver: alice, partition: trancheA });
    await listInvestors(token, issuer, [bob]);
    await token.call(issuer, 'arc1594_issue', [alice, 500n, data]);
    await token.call(issuer, 'arc1644_set_controller', [controller]);
    return token;
  };
  /** The four forced actions, of ten units each. */
  const forced = (token: SecurityToken, sender: Account, why: Uint8Array = reason) => {
    const { alice, bob } = people;
    return {
      transfer: () =>
        token.call(sender, 'arc1644_controller_transfer', [alice, bob, 10n, data, why]),
      redeem: () => token.call(sender, 'arc1644_controller_redeem', [alice, 10n, why]),
      transferPartition: () =>
        token.call(sender, 'arc1644_controller_transfer_partition', [
          alice,
          bob,
          trancheKey,
          10n,
          data,
          why,
        ]),
      redeemPartition: () =>
        token.call(sender, 'arc1644_controller_redeem_partition', [alice, trancheKey, 10n, why]),
    };
  };
  const expectAllRefused = async (
    actions: ReturnType<typeof forced>,
    expected: string,
  ): Promise<void> => {
    for (const act of Object.values(actions)) expect(await refusal(act())).toBe(expected);
  };

  test('moves and destroys without the holder, with code 0 and the hash of its reason', async () => {
    const { alice, bob, controller } = people;
    const token = await issued();
    const act = forced(token, controller);
    const common = { controller: at(controller), from: at(alice), amount: 10n, code: 0n };

    const transfer = await act.transfer();
    expect(transfer.returned).toBe(0n);
    expect(transfer.events.at(-1)).toEqual({
      name: 'arc1644_controller_transfer',
      ...common,
      to: at(bob),
      justification,
    });
    expect((await act.redeem()).events.at(-1)).toEqual({
      name: 'arc1644_controller_redeem',
      ...common,
      justification,
    });
    const transferPartition = await act.transferPartition();
    expect(transferPartition.events.map(({ name }) => name)).toEqual([
      'arc200_Transfer',
      'arc1410_partition_transfer',
      'arc1644_controller_transfer_partition',
    ]);
    expect(transferPartition.events.at(-1)).toMatchObject({ ...common, partition: trancheA });
    expect((await act.redeemPartition()).returned).toBe(0n);

    expect(await token.read('arc1410_balance_of_partition', alice, trancheA)).toBe(980n);
    expect(await token.read('arc1410_balance_of_partition', alice, defaultPartition)).toBe(480n);
    expect(await token.read('arc200_balanceOf', alice)).toBe(1_460n);
    expect(await token.read('arc200_balanceOf', bob)).toBe(20n);
    expect(await token.read('arc200_totalSupply')).toBe(1_480n);
  });

  test('50: nobody else can, not even the owner', async () => {
    const { issuer, alice, bob, stranger } = people;
    const token = await issued();

    for (const sender of [issuer, alice, bob, stranger]) {
      await expectAllRefused(forced(token, sender), '50 ControllerUnauthorized');
    }
  });

  test('52: a reason is required, always', async () => {
    const token = await issued();

    await expectAllRefused(
      forced(token, people.controller, Buffer.from('')),
      '52 JustificationRequired',
    );
    expect(await readGlobalState(node.algod, token)).toMatchObject({ requireJust: 1n });
    await forced(token, people.controller, Buffer.from('x'.repeat(1_500))).transfer();
  });

  test('passes over what binds the holder: list, lock-up, closed partition, halt', async () => {
    const { issuer, alice, controller } = people;
    const token = await issued();
    const flag = (key: string, value: bigint) =>
      token.call(issuer, 'set_investor_flag', [alice, Buffer.from(key), value]);
    await flag('kyc', 0n);
    await flag('lockup-until', 2n ** 64n - 1n);
    await token.call(issuer, 'arc1410_set_partition_flag', [
      trancheA,
      Buffer.from('transferable'),
      0n,
    ]);
    await token.call(issuer, 'arc1594_set_halted', [true]);

    for (const act of Object.values(forced(token, controller))) {
      expect((await act()).returned).toBe(0n);
    }
  });

  test('10 and more: not over what binds the receiver, nor over what is there', async () => {
    const { alice, bob, controller, stranger } = people;
    const token = await issued();
    const transfer = (to: Account | string, amount: bigint) =>
      refusal(
        token.call(controller, 'arc1644_controller_transfer', [alice, to, amount, data, reason]),
      );

    expect(await transfer(stranger, 1n)).toBe('11 RecipientNotEligible');
    expect(await transfer(defaultPartition, 1n)).toBe('11 RecipientNotEligible');
    expect(await transfer(bob, 501n)).toBe('13 AmountExceedsPartitionBalance');
    expect(await transfer(bob, 2n ** 64n - 1n)).toBe('13 AmountExceedsPartitionBalance');
    for (const partition of [padded('unknown'), padded('tranche-b')]) {
      const sent = token.call(controller, 'arc1644_controller_redeem_partition', [
        alice,
        partition,
        1n,
        reason,
      ]);
      expect(await refusal(sent)).toBe('13 AmountExceedsPartitionBalance');
    }
    const nothing = token.call(controller, 'arc1644_controller_transfer_partition', [
      alice,
      bob,
      padded('unknown'),
      0n,
      data,
      reason,
    ]);
    expect(await refusal(nothing)).toBe('12 PartitionRestricted');
  });

  test('a controller has no other right', async () => {
    const { alice, controller } = people;
    const token = await issued();

    for (const [method, args] of [
      ['arc1594_issue', [alice, 1n, data]],
      ['arc1410_issue_by_partition', [alice, trancheA, 1n, data]],
      ['set_investor_flag', [alice, Buffer.from('kyc'), 0n]],
      ['arc1644_set_controller', [controller]],
    ] as const) {
      expect(await refusal(token.call(controller, method, args))).toBe('not_owner');
    }
    expect(await refusal(token.call(controller, 'arc1594_redeemFrom', [alice, 1n, data]))).toBe(
      '0x58 OperatorNotAuthorized',
    );
  });

  test('51: without a controller, and for ever once control is given up', async () => {
    const { issuer, controller } = people;
    const token = await issued();
    expect(await token.read('arc1644_is_controllable')).toBe(1n);
    expect(await token.read('arc1644_controller')).toBe(at(controller));

    await token.call(issuer, 'arc1644_set_controller', [defaultPartition]);
    expect(await token.read('arc1644_is_controllable')).toBe(0n);
    await expectAllRefused(forced(token, controller), '51 ControllerDisabled');
    await token.call(issuer, 'arc1644_set_controller', [controller]);
    await forced(token, controller).transfer();

    const { events } = await token.call(issuer, 'arc1644_disable_controller');
    expect(events).toEqual([
      { name: 'arc1644_controller_changed', old: at(controller), new: defaultPartition },
    ]);
    expect(await token.read('arc1644_is_controllable')).toBe(0n);
    await expectAllRefused(forced(token, controller), '51 ControllerDisabled');
    const appoint = token.call(issuer, 'arc1644_set_controller', [controller]);
    expect(await refusal(appoint)).toBe('51 ControllerDisabled');
    expect(await token.read('arc1644_is_controllable')).toBe(0n);
  });

  test('the delay of appointments can only grow; until it is over the old controller acts', async () => {
    const { issuer, controller, successor } = people;
    const token = await issued();
    const delay = (rounds: bigint) => token.call(issuer, 'arc1644_set_controller_delay', [rounds]);
    await delay(1_000_000n);
    expect(await refusal(delay(999_999n))).toBe('the delay cannot become shorter');
    expect(await refusal(delay(100_000_001n))).toBe('the delay is too long');

    const { confirmation } = await token.call(issuer, 'arc1644_set_controller', [successor]);
    expect(await readGlobalState(node.algod, token)).toMatchObject({
      controller: at(controller),
      pendingController: at(successor),
      activateRound: (confirmation.confirmedRound ?? 0n) + 1_000_000n,
    });
    await expectAllRefused(forced(token, successor), '50 ControllerUnauthorized');
    await forced(token, controller).transfer();
    // A removal waits for nothing.
    await token.call(issuer, 'arc1644_set_controller', [defaultPartition]);
    await expectAllRefused(forced(token, controller), '51 ControllerDisabled');
  });

  test('when the delay is over the new controller acts, and the old one does not', async () => {
    const { issuer, controller, successor } = people;
    const token = await issued();
    await token.call(issuer, 'arc1644_set_controller_delay', [3n]);
    await token.call(issuer, 'arc1644_set_controller', [successor]);
    await passRounds(3);

    expect(await token.read('arc1644_controller')).toBe(at(successor));
    await forced(token, successor).transfer();
    await expectAllRefused(forced(token, controller), '50 ControllerUnauthorized');
    // Who was waiting when all were removed waits no more.
    await token.call(issuer, 'arc1644_set_controller', [controller]);
    await token.call(issuer, 'arc1644_set_controller', [defaultPartition]);
    await passRounds(3);
    expect(await token.read('arc1644_is_controllable')).toBe(0n);
  });

  /** The test node makes a block of every group. */
  async function passRounds(count: number): Promise<void> {
    for (let round = 0; round < count; round += 1) await node.fund(['somebody']);
  }
});
