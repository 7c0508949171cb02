/** Nobody can grow the app's boxes at its cost: who makes a box pays for it, directly before the call. */
import { encodeUint64, getApplicationAddress, type Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc200Mintable } from '../index.ts';
import { approvalBoxCost, balanceBoxCost } from '../testing/algorand/boxNames.ts';
import {
  buildCall,
  buildPayment,
  buildRawCall,
  encodeCall,
  type Call,
} from '../testing/algorand/callApp.ts';
import { accountCost } from '../testing/algorand/createApp.ts';
import { createVault } from '../testing/algorand/createVault.ts';
import { issueToken, type Token } from '../testing/algorand/issueToken.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import { sendGroup, type Signed } from '../testing/algorand/sendGroup.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe('PaidBoxes', () => {
  let people: Record<'creator' | 'holder' | 'friend' | 'other' | 'spender', Account>;
  let token: Token;
  beforeAll(async () => {
    people = await node.fund(['creator', 'holder', 'friend', 'other', 'spender'], 20_000_000n);
    token = await issueToken(node, arc200Mintable, people.creator, { receiver: people.holder });
    await token.call(people.holder, 'arc200_approve', [people.spender, 500n], {
      payment: approvalBoxCost,
    });
  });

  const refusal = (sent: Promise<unknown>) => refusalOfCall(arc200Mintable, sent);
  const build = (call: Call): Promise<Signed[]> => buildCall(node.algod, token, call);
  const pay = (amount: bigint, to: { appId: bigint } = token): Promise<Signed> =>
    buildPayment(node.algod, to, people.holder, amount);
  const transferTo = (to: Account): Call =>
    token.describe(people.holder, 'arc200_transfer', [to, 1n]);

  /** Every call that makes a box, with what the box costs. */
  const making = (): [Call, bigint][] => {
    const { creator, holder, friend, spender } = people;
    return [
      [transferTo(friend), balanceBoxCost],
      [token.describe(spender, 'arc200_transferFrom', [holder, friend, 1n]), balanceBoxCost],
      [token.describe(holder, 'arc200_approve', [friend, 1n]), approvalBoxCost],
      [token.describe(creator, 'arc200_mint', [friend, 1n]), balanceBoxCost],
    ];
  };

  test('a box that is not paid for is not made', async () => {
    const { friend } = people;
    for (const [call, cost] of making()) {
      const [alone] = await build(call);
      if (alone === undefined) throw new Error('Expected a transaction');
      const elsewhere = await pay(200_000n, { appId: 1n });

      expect(await refusal(sendGroup(node.algod, [alone])), call.method).toBe(
        'payment for the box is missing',
      );
      expect(
        await refusal(sendGroup(node.algod, [await pay(cost - 1n), ...(await build(call))])),
      ).toBe('payment for the box is too small');
      expect(await refusal(sendGroup(node.algod, [elsewhere, ...(await build(call))]))).toBe(
        'payment for the box is not to the app',
      );
      // After the call, or with something in between, does not count.
      expect(await refusal(sendGroup(node.algod, [...(await build(call)), await pay(cost)]))).toBe(
        'payment for the box is missing',
      );
      expect(
        await refusal(
          sendGroup(node.algod, [
            await pay(cost),
            ...(await build(token.describe(friend, 'arc200_name'))),
            ...(await build(call)),
          ]),
        ),
      ).toBe('payment for the box is missing');
    }
    const { boxes } = await node.algod.getApplicationBoxes(token.appId).do();
    expect(boxes).toHaveLength(2);
  });

  test('one payment pays for one call', async () => {
    const { friend, other } = people;
    const twice = [
      await pay(2n * balanceBoxCost),
      ...(await build(transferTo(friend))),
      ...(await build(transferTo(other))),
    ];

    expect(await refusal(sendGroup(node.algod, twice))).toBe('payment for the box is missing');
    await sendGroup(node.algod, [
      await pay(balanceBoxCost),
      ...(await build(transferTo(friend))),
      await pay(balanceBoxCost),
      ...(await build(transferTo(other))),
    ]);
  });

  test('what is paid too much is kept; where no box is made nothing is due', async () => {
    const { holder, friend } = people;
    const before = await node.algod.accountInformation(token.address).do();
    await token.call(holder, 'arc200_transfer', [friend, 1n], { payment: 1_234_567n });
    await token.call(holder, 'arc200_transfer', [friend, 1n]);
    const after = await node.algod.accountInformation(token.address).do();

    expect(after.amount - before.amount).toBe(1_234_567n);
    expect(after.minBalance).toBe(before.minBalance);
  });

  test('surplus in the account pays for nobody', async () => {
    const { creator } = people;
    await sendGroup(node.algod, [await pay(1_000_000n)]);
    const newcomers = await node.fund(['newcomer'], 1_000_000n);

    const sent = token.call(creator, 'arc200_mint', [newcomers.newcomer, 1n]);
    expect(await refusal(sent)).toBe('payment for the box is missing');
  });

  test('an empty balance and a spent approval keep their boxes, so they cost nothing again', async () => {
    const { holder, spender, friend } = people;
    const held = (await token.read('arc200_balanceOf', friend)) as bigint;
    await token.call(friend, 'arc200_transfer', [holder, held]);
    await token.call(holder, 'arc200_approve', [spender, 0n]);

    await token.call(holder, 'arc200_transfer', [friend, 1n]);
    await token.call(holder, 'arc200_approve', [spender, 1n]);
    const { amount, minBalance, totalBoxes } = await node.algod
      .accountInformation(getApplicationAddress(token.appId))
      .do();
    expect(amount).toBeGreaterThanOrEqual(minBalance);
    expect(minBalance).toBe(
      accountCost + balanceBoxCost * BigInt((totalBoxes ?? 0) - 1) + approvalBoxCost,
    );
  });

  test('an app that holds tokens pays in its own inner group; what is paid outside does not count', async (context) => {
    const { creator, holder } = people;
    const vaultId = await createVault(node.algod, creator).catch((error: Error) => {
      if (!error.message.includes('not supported by the devnet')) throw error;
      console.info(`Calls from inside are not tested: ${error.message}`);
      return context.skip(error.message);
    });
    const vault = getApplicationAddress(vaultId);
    await token.call(holder, 'arc200_transfer', [vault.toString(), 100n], {
      payment: balanceBoxCost,
    });
    await sendGroup(node.algod, [await pay(500_000n, { appId: vaultId })]);
    const { newcomer } = await node.fund(['newcomer']);
    const asVault = { addr: vault, sk: creator.sk };
    const call = token.describe(asVault, 'arc200_transfer', [newcomer, 7n]);
    const send = async (amount: bigint, paidOutside: bigint): Promise<unknown> => {
      const raw = await buildRawCall(
        node.algod,
        { appId: vaultId },
        {
          sender: creator,
          foreignApps: [token.appId],
          boxes: call.boxes ?? [],
          boxApp: token.appId,
          fee: 3_000n,
          appArgs: [
            getApplicationAddress(token.appId).publicKey,
            encodeUint64(amount),
            ...encodeCall(token.contract, call.method, call.args ?? []),
          ],
        },
      );
      return sendGroup(node.algod, [await pay(paidOutside), raw]);
    };

    await expect(send(balanceBoxCost - 1n, balanceBoxCost)).rejects.toThrow(/assert failed/);
    expect(await token.read('arc200_balanceOf', newcomer)).toBe(0n);
    await send(balanceBoxCost, 0n);
    expect(await token.read('arc200_balanceOf', newcomer)).toBe(7n);
    expect(await token.read('arc200_balanceOf', vault.toString())).toBe(93n);
  });
});
