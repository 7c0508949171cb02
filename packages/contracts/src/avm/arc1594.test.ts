/** ARC-1594: issuing, redeeming and transfers with data, in the default partition. */
import type { Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc1400 } from '../index.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import {
  defaultPartition,
  issueSecurity,
  listInvestors,
  partitionOf,
  type SecurityRequest,
  type SecurityToken,
} from '../testing/algorand/securityToken.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const trancheA = partitionOf('tranche-a');
const data = Buffer.from('invoice 12');

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe('ARC-1594', () => {
  let people: Record<'issuer' | 'alice' | 'bob' | 'operator' | 'stranger', Account>;
  beforeAll(async () => {
    people = await node.fund(['issuer', 'alice', 'bob', 'operator', 'stranger'], 60_000_000n);
  });
  const refusal = (sent: Promise<unknown>) => refusalOfCall(arc1400, sent);
  const at = (account: Account): string => account.addr.toString();
  const issued = async (request: Partial<SecurityRequest> = {}): Promise<SecurityToken> => {
    const { issuer, alice, bob } = people;
    const token = await issueSecurity(node, issuer, { receiver: alice, ...request });
    await listInvestors(token, issuer, [bob]);
    return token;
  };

  test('the owner issues into the default partition, up to the cap', async () => {
    const { issuer, bob } = people;
    const token = await issued({ cap: 1_010n });

    const { events } = await token.call(issuer, 'arc1594_issue', [bob, 10n, data]);
    expect(events).toEqual([
      { name: 'arc200_Transfer', from: defaultPartition, to: at(bob), value: 10n },
      { name: 'arc1410_partition_issue', to: at(bob), partition: defaultPartition, amount: 10n },
      { name: 'arc1594_issue', to: at(bob), amount: 10n },
    ]);
    expect(await token.read('arc1410_balance_of_partition', bob, defaultPartition)).toBe(10n);
    expect(await token.read('arc200_totalSupply')).toBe(1_010n);
    expect(await refusal(token.call(issuer, 'arc1594_issue', [bob, 1n, data]))).toBe(
      'supply over the cap',
    );
  });

  test('issuing can be switched off and on', async () => {
    const { issuer, bob } = people;
    const token = await issued();
    await token.call(issuer, 'arc1594_set_issuable', [false]);
    expect(await token.read('arc1594_is_issuable')).toBe(false);
    expect(await refusal(token.call(issuer, 'arc1594_issue', [bob, 1n, data]))).toBe(
      'issuance is off',
    );

    await token.call(issuer, 'arc1594_set_issuable', [true]);
    await token.call(issuer, 'arc1594_issue', [bob, 1n, data]);
  });

  test('a holder redeems what it has in the default partition', async () => {
    const { alice } = people;
    const token = await issued();

    const { events } = await token.call(alice, 'arc1594_redeem', [400n, data]);
    expect(events.map(({ name }) => name)).toEqual([
      'arc200_Transfer',
      'arc1410_partition_redeem',
      'arc1594_redeem',
    ]);
    expect(await token.read('arc200_balanceOf', alice)).toBe(600n);
    expect(await token.read('arc200_totalSupply')).toBe(600n);
    expect(await refusal(token.call(alice, 'arc1594_redeem', [601n, data]))).toBe(
      '13 AmountExceedsPartitionBalance',
    );
  });

  test('units of another partition are out of reach', async () => {
    const { issuer, alice } = people;
    const token = await issued({ partition: trancheA });

    for (const [sender, method, args] of [
      [alice, 'arc1594_redeem', [1n, data]],
      [issuer, 'arc1594_redeemFrom', [alice, 1n, data]],
      [alice, 'arc1594_transfer_with_data', [people.bob, 1n, data]],
    ] as const) {
      expect(await refusal(token.call(sender, method, args))).toBe(
        '13 AmountExceedsPartitionBalance',
      );
    }
  });

  test('redeemFrom: by the holder, its operator, or the owner while control is not given up', async () => {
    const { issuer, alice, bob, operator, stranger } = people;
    const token = await issued();
    const redeemFrom = (sender: Account) =>
      token.call(sender, 'arc1594_redeemFrom', [alice, 10n, data]);

    for (const sender of [bob, operator, stranger]) {
      expect(await refusal(redeemFrom(sender))).toBe('0x58 OperatorNotAuthorized');
    }
    await redeemFrom(alice);
    await redeemFrom(issuer);
    await token.call(alice, 'arc1410_authorize_operator_by_portion', [
      alice,
      operator,
      defaultPartition,
      10n,
    ]);
    await redeemFrom(operator);
    expect(await refusal(redeemFrom(operator))).toBe('0x58 OperatorNotAuthorized');
    expect(await token.read('arc200_totalSupply')).toBe(970n);

    await token.call(issuer, 'arc1644_disable_controller');
    expect(await refusal(redeemFrom(issuer))).toBe('0x58 OperatorNotAuthorized');
    await redeemFrom(alice);
  });

  test('the owner too respects halt and lock-up when it redeems from a holder', async () => {
    const { issuer, alice } = people;
    const token = await issued();
    const lockup = [alice, Buffer.from('lockup-until'), 2n ** 64n - 1n] as const;
    await token.call(issuer, 'set_investor_flag', lockup);
    expect(await refusal(token.call(issuer, 'arc1594_redeemFrom', [alice, 1n, data]))).toBe(
      '15 LockupActive',
    );

    await token.call(issuer, 'arc1594_set_halted', [true]);
    expect(await refusal(token.call(issuer, 'arc1594_redeemFrom', [alice, 1n, data]))).toBe(
      '14 GlobalTransferHalted',
    );
  });

  test('transfers with data move like plain ones and use approvals up', async () => {
    const { alice, bob, operator } = people;
    const token = await issued();
    await token.call(alice, 'arc1594_transfer_with_data', [bob, 100n, data]);
    await token.call(alice, 'arc200_approve', [operator, 50n]);

    const move = [alice, bob, 30n, data] as const;
    const { events } = await token.call(operator, 'arc1594_transfer_from_with_data', move);
    expect(events[0]).toEqual({
      name: 'arc200_Approval',
      owner: at(alice),
      spender: at(operator),
      value: 20n,
    });
    expect(await refusal(token.call(operator, 'arc1594_transfer_from_with_data', move))).toBe(
      'approval too low',
    );
    expect(await refusal(token.call(bob, 'arc1594_transfer_from_with_data', move))).toBe(
      'not approved',
    );
    expect(await token.read('arc200_balanceOf', bob)).toBe(130n);
    expect(await token.read('arc200_allowance', alice, operator)).toBe(20n);
  });
});
