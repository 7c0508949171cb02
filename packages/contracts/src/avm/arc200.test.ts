/** What ARC-200 promises, of both tokens alike. */
import { ALGORAND_ZERO_ADDRESS_STRING, getApplicationAddress, type Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  approvalBox,
  approvalBoxCost,
  balanceBox,
  balanceBoxCost,
} from '../testing/algorand/boxNames.ts';
import { buildCall, buildRawCall, encodeCall, simulateCall } from '../testing/algorand/callApp.ts';
import { arc200Contracts, issueToken, type Token } from '../testing/algorand/issueToken.ts';
import { createBudgetBurner } from '../testing/algorand/createBudgetBurner.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import { sendGroup } from '../testing/algorand/sendGroup.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const maxUint256 = 2n ** 256n - 1n;
const nobody = ALGORAND_ZERO_ADDRESS_STRING;
const opcodeBudgetMax = 700;

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe.each(arc200Contracts)('$name', (contract) => {
  let people: Record<'creator' | 'holder' | 'friend' | 'spender' | 'other', Account>;
  beforeAll(async () => {
    people = await node.fund(['creator', 'holder', 'friend', 'spender', 'other'], 30_000_000n);
  });
  const issued = (supply = 1_000n): Promise<Token> =>
    issueToken(node, contract, people.creator, { receiver: people.holder, supply });
  const refusal = (sent: Promise<unknown>) => refusalOfCall(contract, sent);
  const at = (account: Account): string => account.addr.toString();

  test('reading answers in the types of the standard', async () => {
    const { holder, other } = people;
    const token = await issued(maxUint256);

    expect(await token.read('arc200_name')).toEqual(padded('Harbour Bond', 32));
    expect(await token.read('arc200_symbol')).toEqual(padded('HBR', 8));
    expect(await token.read('arc200_decimals')).toBe(6n);
    expect(await token.read('arc200_totalSupply')).toBe(maxUint256);
    expect(await token.read('arc200_balanceOf', holder)).toBe(maxUint256);
    expect(await token.read('arc200_balanceOf', other)).toBe(0n);
    expect(await token.read('arc200_balanceOf', nobody)).toBe(0n);
    expect(await token.read('arc200_allowance', holder, other)).toBe(0n);
  });

  test('a transfer moves, answers true and says so; a box of its own is paid once', async () => {
    const { holder, friend } = people;
    const token = await issued();

    const first = await token.call(holder, 'arc200_transfer', [friend, 999n], {
      payment: balanceBoxCost,
    });
    const second = await token.call(holder, 'arc200_transfer', [friend, 1n]);

    expect(first).toMatchObject({
      returned: true,
      events: [{ name: 'arc200_Transfer', from: at(holder), to: at(friend), value: 999n }],
    });
    expect(second).toMatchObject({ returned: true });
    expect(await token.read('arc200_balanceOf', holder)).toBe(0n);
    expect(await token.read('arc200_balanceOf', friend)).toBe(1_000n);
    const boxes = await node.algod.getApplicationBoxes(token.appId).do();
    expect(boxes.boxes).toHaveLength(2);
    const box = await node.algod.getApplicationBoxByName(token.appId, balanceBox(friend)).do();
    expect(BigInt(`0x${Buffer.from(box.value).toString('hex')}`)).toBe(1_000n);
    expect(box.value).toHaveLength(32);
  });

  test('the whole of 2^256 - 1 moves, and moves back', async () => {
    const { holder, friend } = people;
    const token = await issued(maxUint256);

    await token.call(holder, 'arc200_transfer', [friend, maxUint256], { payment: balanceBoxCost });
    expect(await token.read('arc200_balanceOf', friend)).toBe(maxUint256);
    await token.call(friend, 'arc200_transfer', [holder, maxUint256]);
    expect(await token.read('arc200_balanceOf', holder)).toBe(maxUint256);
    const sent = token.call(holder, 'arc200_transfer', [friend, maxUint256]);
    expect((await sent).returned).toBe(true);
  });

  test('more than is held does not move, by one or by all', async () => {
    const { holder, friend, other } = people;
    const token = await issued();

    for (const value of [1_001n, maxUint256]) {
      for (const to of [friend, holder]) {
        const sent = token.call(holder, 'arc200_transfer', [to, value], {
          payment: balanceBoxCost,
        });
        expect(await refusal(sent)).toBe('balance too low');
      }
    }
    const never = token.call(other, 'arc200_transfer', [friend, 1n], { payment: balanceBoxCost });
    expect(await refusal(never)).toBe('balance too low');
  });

  test('nothing moves to the zero address, not even nothing', async () => {
    const { holder, spender } = people;
    const token = await issued();
    await token.call(holder, 'arc200_approve', [spender, 10n], { payment: approvalBoxCost });

    for (const value of [0n, 1n]) {
      const sent = token.call(holder, 'arc200_transfer', [nobody, value], {
        payment: balanceBoxCost,
      });
      expect(await refusal(sent)).toBe('transfer to the zero address');
      const sentFrom = token.call(spender, 'arc200_transferFrom', [holder, nobody, value], {
        payment: balanceBoxCost,
      });
      expect(await refusal(sentFrom)).toBe('transfer to the zero address');
    }
  });

  test('a transfer of zero says so, costs no box and reads none', async () => {
    const { holder, friend, other } = people;
    const token = await issued();

    for (const sender of [holder, other]) {
      const outcome = await token.call(sender, 'arc200_transfer', [friend, 0n], { boxes: [] });
      expect(outcome).toMatchObject({
        returned: true,
        events: [{ name: 'arc200_Transfer', from: at(sender), to: at(friend), value: 0n }],
      });
    }
    const { boxes } = await node.algod.getApplicationBoxes(token.appId).do();
    expect(boxes).toHaveLength(1);
  });

  test('a transfer to oneself changes nothing and says so', async () => {
    const { holder } = people;
    const token = await issued();

    const outcome = await token.call(holder, 'arc200_transfer', [holder, 1_000n]);

    expect(outcome).toMatchObject({
      returned: true,
      events: [{ from: at(holder), to: at(holder), value: 1_000n }],
    });
    expect(await token.read('arc200_balanceOf', holder)).toBe(1_000n);
  });

  test('an approval lets several spenders move up to it; what remains is announced', async () => {
    const { holder, friend, spender, other } = people;
    const token = await issued();

    const approved = await token.call(holder, 'arc200_approve', [spender, 300n], {
      payment: approvalBoxCost,
    });
    await token.call(holder, 'arc200_approve', [other, 5n], { payment: approvalBoxCost });
    const moved = await token.call(spender, 'arc200_transferFrom', [holder, friend, 100n], {
      payment: balanceBoxCost,
    });

    expect(approved).toMatchObject({
      returned: true,
      events: [{ name: 'arc200_Approval', owner: at(holder), spender: at(spender), value: 300n }],
    });
    expect(moved).toMatchObject({
      returned: true,
      events: [
        { name: 'arc200_Approval', owner: at(holder), spender: at(spender), value: 200n },
        { name: 'arc200_Transfer', from: at(holder), to: at(friend), value: 100n },
      ],
    });
    expect(await token.read('arc200_allowance', holder, spender)).toBe(200n);
    expect(await token.read('arc200_allowance', holder, other)).toBe(5n);
    expect(await token.read('arc200_allowance', spender, holder)).toBe(0n);
    expect(await token.read('arc200_balanceOf', friend)).toBe(100n);
  });

  test('without an approval, or past it, nobody moves what is not theirs', async () => {
    const { creator, holder, friend, spender } = people;
    const token = await issued();
    const from = (sender: Account, value: bigint) =>
      refusal(
        token.call(sender, 'arc200_transferFrom', [holder, friend, value], {
          payment: balanceBoxCost,
        }),
      );

    // The creator is no exception, nor is the holder.
    for (const sender of [creator, holder, friend, spender]) {
      expect(await from(sender, 1n)).toBe('not approved');
      expect(await from(sender, 0n)).toBe('not approved');
    }
    await token.call(holder, 'arc200_approve', [spender, 10n], { payment: approvalBoxCost });
    expect(await from(spender, 11n)).toBe('approval too low');
    expect(await from(spender, maxUint256)).toBe('approval too low');
    await token.call(spender, 'arc200_transferFrom', [holder, friend, 10n], {
      payment: balanceBoxCost,
    });
    expect(await from(spender, 1n)).toBe('not approved');
    await token.call(holder, 'arc200_approve', [spender, 10n]);
    await token.call(holder, 'arc200_approve', [spender, 0n]);
    expect(await from(spender, 1n)).toBe('not approved');
  });

  test('an approval over the balance is worth the balance', async () => {
    const { holder, friend, spender } = people;
    const token = await issued();
    await token.call(holder, 'arc200_approve', [spender, maxUint256], { payment: approvalBoxCost });

    const tooMuch = token.call(spender, 'arc200_transferFrom', [holder, friend, 1_001n], {
      payment: balanceBoxCost,
    });
    expect(await refusal(tooMuch)).toBe('balance too low');
    // There is no approval without end: even the greatest shrinks.
    await token.call(spender, 'arc200_transferFrom', [holder, friend, 1_000n], {
      payment: balanceBoxCost,
    });
    expect(await token.read('arc200_allowance', holder, spender)).toBe(maxUint256 - 1_000n);
    const nothing = await token.call(spender, 'arc200_transferFrom', [holder, friend, 0n]);
    expect(nothing.events).toHaveLength(2);
    expect(await token.read('arc200_allowance', holder, spender)).toBe(maxUint256 - 1_000n);
  });

  test('an approval replaces the one before; none is given to the zero address', async () => {
    const { holder, spender } = people;
    const token = await issued();

    // No approval and an approval of nothing are the same: no box.
    const none = await token.call(holder, 'arc200_approve', [spender, 0n]);
    expect(none.events).toMatchObject([{ name: 'arc200_Approval', value: 0n }]);
    await token.call(holder, 'arc200_approve', [spender, 7n], { payment: approvalBoxCost });
    await token.call(holder, 'arc200_approve', [spender, 3n]);
    expect(await token.read('arc200_allowance', holder, spender)).toBe(3n);
    for (const value of [0n, 1n]) {
      const sent = token.call(holder, 'arc200_approve', [nobody, value], {
        payment: approvalBoxCost,
      });
      expect(await refusal(sent)).toBe('approval of the zero address');
    }
  });

  test('one may approve oneself, and a spender may send to itself', async () => {
    const { holder, spender } = people;
    const token = await issued();

    await token.call(holder, 'arc200_approve', [holder, 4n], { payment: approvalBoxCost });
    await token.call(holder, 'arc200_transferFrom', [holder, holder, 4n]);
    expect(await token.read('arc200_allowance', holder, holder)).toBe(0n);
    expect(await token.read('arc200_balanceOf', holder)).toBe(1_000n);
    await token.call(holder, 'arc200_approve', [spender, 4n], { payment: approvalBoxCost });
    await token.call(spender, 'arc200_transferFrom', [holder, spender, 4n], {
      payment: balanceBoxCost,
    });
    expect(await token.read('arc200_balanceOf', spender)).toBe(4n);
  });

  test('the app account can hold tokens too', async () => {
    const { holder } = people;
    const token = await issued();
    const appAccount = getApplicationAddress(token.appId).toString();

    await token.call(holder, 'arc200_transfer', [appAccount, 1n], { payment: balanceBoxCost });
    expect(await token.read('arc200_balanceOf', appAccount)).toBe(1n);
  });

  test('without its boxes a call fails and changes nothing', async () => {
    const { holder, friend, spender } = people;
    const token = await issued();
    await token.call(holder, 'arc200_approve', [spender, 10n], { payment: approvalBoxCost });
    const missing = [
      [holder, 'arc200_transfer', [friend, 1n], [balanceBox(holder)]],
      [holder, 'arc200_transfer', [friend, 1n], [balanceBox(friend)]],
      [holder, 'arc200_approve', [friend, 1n], []],
      [spender, 'arc200_transferFrom', [holder, friend, 1n], [approvalBox(holder, spender)]],
      [
        spender,
        'arc200_transferFrom',
        [holder, friend, 1n],
        [balanceBox(holder), balanceBox(friend)],
      ],
    ] as const;

    for (const [sender, method, args, boxes] of missing) {
      const sent = token.call(sender, method, args, { boxes, payment: balanceBoxCost });
      expect(await refusal(sent)).toMatch(/invalid Box reference/);
    }
    expect(await token.read('arc200_balanceOf', holder)).toBe(1_000n);
    expect(await token.read('arc200_allowance', holder, spender)).toBe(10n);
  });

  test('arguments of another length are refused', async () => {
    const { holder } = people;
    const token = await issued();
    const call = token.describe(holder, 'arc200_transfer', [holder, 1n]);
    const [selector, to, value] = encodeCall(contract, call.method, call.args ?? []) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];

    for (const appArgs of [
      [selector, to.slice(1), value],
      [selector, to, value.slice(1)],
      [selector, to, Buffer.concat([value, value])],
      [selector, to],
      [selector],
      [selector.slice(1), to, value],
      [],
    ]) {
      const raw = await buildRawCall(node.algod, token, { ...call, appArgs });
      await expect(sendGroup(node.algod, [raw])).rejects.toThrow(
        /logic eval error|rejected by ApprovalProgram/,
      );
    }
  });

  test('every call fits into the budget of one transaction', async () => {
    const { holder, friend, spender, creator } = people;
    const token = await issued(maxUint256);
    await token.call(holder, 'arc200_approve', [spender, maxUint256], { payment: approvalBoxCost });
    const calls = [
      token.describe(holder, 'arc200_transfer', [friend, 1n], { payment: balanceBoxCost }),
      token.describe(spender, 'arc200_transferFrom', [holder, friend, 1n], {
        payment: balanceBoxCost,
      }),
      token.describe(holder, 'arc200_approve', [friend, 1n], { payment: approvalBoxCost }),
      ...contract.arc56.methods
        .filter((method) => method.readonly)
        .map(({ name, args }) =>
          token.describe(
            creator,
            name,
            args.map(() => friend),
          ),
        ),
    ];

    for (const call of calls) {
      const { opcodeBudget } = await simulateCall(node.algod, token, call);
      expect(opcodeBudget, call.method).toBeLessThanOrEqual(opcodeBudgetMax);
    }
  });

  test('a call that others in its group leave too little budget fails and changes nothing', async () => {
    const { holder, friend, spender, creator } = people;
    const token = await issued();
    await token.call(holder, 'arc200_approve', [spender, 10n], { payment: approvalBoxCost });
    const appId = await createBudgetBurner(node.algod, creator);
    const call = token.describe(spender, 'arc200_transferFrom', [holder, friend, 1n], {
      payment: balanceBoxCost,
    });

    const sent = sendGroup(node.algod, [
      await buildRawCall(node.algod, { appId }, { sender: spender, appArgs: [] }),
      ...(await buildCall(node.algod, token, call)),
    ]);
    await expect(sent).rejects.toThrow(/budget exceeded/);
    expect(await token.read('arc200_allowance', holder, spender)).toBe(10n);
    expect(await token.read('arc200_balanceOf', friend)).toBe(0n);
    await token.call(spender, call.method, [holder, friend, 1n], { payment: balanceBoxCost });
  });
});

function padded(text: string, length: number): number[] {
  return Array.from(Buffer.concat([Buffer.from(text)], length));
}
