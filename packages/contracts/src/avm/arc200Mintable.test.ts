/** What only the mintable token can do: mint up to the cap, burn, change its owner (ARC-88). */
import { ALGORAND_ZERO_ADDRESS_STRING, type Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc200Mintable } from '../index.ts';
import { approvalBoxCost, balanceBox, balanceBoxCost } from '../testing/algorand/boxNames.ts';
import { simulateCall } from '../testing/algorand/callApp.ts';
import { bootstrap } from '../testing/algorand/createApp.ts';
import { createToken, issueToken, type Token } from '../testing/algorand/issueToken.ts';
import { readGlobalState } from '../testing/algorand/readGlobalState.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const maxUint256 = 2n ** 256n - 1n;
const nobody = ALGORAND_ZERO_ADDRESS_STRING;

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe('Arc200Mintable', () => {
  let people: Record<'creator' | 'holder' | 'friend' | 'spender' | 'heir', Account>;
  beforeAll(async () => {
    people = await node.fund(['creator', 'holder', 'friend', 'spender', 'heir'], 30_000_000n);
  });
  const issued = (request: { supply?: bigint; cap?: bigint } = {}): Promise<Token> =>
    issueToken(node, arc200Mintable, people.creator, { receiver: people.holder, ...request });
  const refusal = (sent: Promise<unknown>) => refusalOfCall(arc200Mintable, sent);
  const at = (account: Account): string => account.addr.toString();

  test('creation keeps the cap and refuses more supply than it', async () => {
    const { creator, holder } = people;
    const capped = await issued({ supply: 1_000n, cap: 1_000n });
    const open = await issued({ supply: maxUint256, cap: 0n });

    expect(await capped.read('cap')).toBe(1_000n);
    expect(await open.read('cap')).toBe(0n);
    expect(await readGlobalState(node.algod, capped)).toMatchObject({
      supplyCap: 1_000n,
      owner: at(creator),
    });
    for (const [supply, cap] of [
      [1_001n, 1_000n],
      [maxUint256, maxUint256 - 1n],
      [2n, 1n],
    ] as const) {
      const sent = createToken(node, arc200Mintable, creator, { receiver: holder, supply, cap });
      expect(await refusal(sent)).toBe('supply over the cap');
    }
  });

  test('the owner mints up to the cap, not past it', async () => {
    const { creator, holder, friend } = people;
    const token = await issued({ supply: 1_000n, cap: 1_500n });

    const minted = await token.call(creator, 'arc200_mint', [friend, 499n], {
      payment: balanceBoxCost,
    });
    expect(minted).toMatchObject({
      returned: true,
      events: [{ name: 'arc200_Transfer', from: nobody, to: at(friend), value: 499n }],
    });
    for (const value of [2n, maxUint256 - 1_499n]) {
      const sent = token.call(creator, 'arc200_mint', [holder, value]);
      expect(await refusal(sent)).toBe('supply over the cap');
    }
    const wrapping = token.call(creator, 'arc200_mint', [holder, maxUint256]);
    expect(await refusal(wrapping)).toBe('supply over 2^256 - 1');
    await token.call(creator, 'arc200_mint', [holder, 1n]);
    expect(await token.read('arc200_totalSupply')).toBe(1_500n);
    expect(await token.read('arc200_balanceOf', holder)).toBe(1_001n);
  });

  test('without a cap the supply ends at 2^256 - 1', async () => {
    const { creator, holder, friend } = people;
    const token = await issued({ supply: 1_000n });

    await token.call(creator, 'arc200_mint', [friend, maxUint256 - 1_000n], {
      payment: balanceBoxCost,
    });
    for (const to of [friend, holder]) {
      const sent = token.call(creator, 'arc200_mint', [to, 1n]);
      expect(await refusal(sent)).toBe('supply over 2^256 - 1');
    }
    // The most one account can hold.
    await token.call(holder, 'arc200_transfer', [friend, 1_000n]);
    expect(await token.read('arc200_balanceOf', friend)).toBe(maxUint256);
  });

  test('nobody but the owner mints, and nobody mints to nobody', async () => {
    const { creator, holder, friend, spender } = people;
    const token = await issued();
    await token.call(holder, 'arc200_approve', [spender, 1_000n], { payment: approvalBoxCost });

    for (const sender of [holder, friend, spender]) {
      for (const value of [0n, 1n]) {
        const sent = token.call(sender, 'arc200_mint', [holder, value]);
        expect(await refusal(sent)).toBe('not_owner');
      }
    }
    for (const value of [0n, 1n]) {
      const sent = token.call(creator, 'arc200_mint', [nobody, value], { payment: balanceBoxCost });
      expect(await refusal(sent)).toBe('mint to the zero address');
    }
    const nothing = await token.call(creator, 'arc200_mint', [friend, 0n]);
    expect(nothing.events).toMatchObject([{ from: nobody, to: at(friend), value: 0n }]);
    expect(await token.read('arc200_totalSupply')).toBe(1_000n);
  });

  test('holders burn what they hold, no more and of nobody else, and make room under the cap', async () => {
    const { creator, holder, friend } = people;
    const token = await issued({ cap: 1_000n });

    const burnt = await token.call(holder, 'arc200_burn', [400n]);
    expect(burnt).toMatchObject({
      returned: true,
      events: [{ name: 'arc200_Transfer', from: at(holder), to: nobody, value: 400n }],
    });
    expect(await token.read('arc200_totalSupply')).toBe(600n);
    for (const [sender, value] of [
      [holder, 601n],
      [holder, maxUint256],
      [friend, 1n],
      [creator, 1n],
    ] as const) {
      expect(await refusal(token.call(sender, 'arc200_burn', [value]))).toBe('balance too low');
    }
    const nothing = await token.call(friend, 'arc200_burn', [0n], { boxes: [] });
    expect(nothing.events).toMatchObject([{ from: at(friend), to: nobody, value: 0n }]);
    const withoutBox = token.call(holder, 'arc200_burn', [1n], { boxes: [] });
    expect(await refusal(withoutBox)).toMatch(/invalid Box reference/);
    await token.call(creator, 'arc200_mint', [holder, 400n]);
    await token.call(holder, 'arc200_burn', [1_000n]);
    expect(await token.read('arc200_totalSupply')).toBe(0n);
    expect(await token.read('arc200_balanceOf', holder)).toBe(0n);
  });

  test('the creator is the owner, and hands it on', async () => {
    const { creator, holder, heir } = people;
    const token = await issued();

    expect(await token.read('arc88_owner')).toBe(at(creator));
    for (const sender of [holder, heir]) {
      for (const [method, args] of [
        ['arc88_transfer_ownership', [heir]],
        ['arc88_renounce_ownership', []],
      ] as const) {
        expect(await refusal(token.call(sender, method, args))).toBe('not_owner');
      }
    }
    const toNobody = token.call(creator, 'arc88_transfer_ownership', [nobody]);
    expect(await refusal(toNobody)).toBe('zero_address_not_allowed');
    const { events } = await token.call(creator, 'arc88_transfer_ownership', [heir]);
    expect(events).toEqual([
      { name: 'arc88_ownership_transferred', previous_owner: at(creator), new_owner: at(heir) },
    ]);
    expect(await token.read('arc88_owner')).toBe(at(heir));
    expect(await token.read('arc88_is_owner', heir)).toBe(1n);
    expect(await token.read('arc88_is_owner', creator)).toBe(0n);
    expect(await refusal(token.call(creator, 'arc200_mint', [holder, 1n]))).toBe('not_owner');
    await token.call(heir, 'arc200_mint', [holder, 1n]);
  });

  test('a renounced token has no owner for ever', async () => {
    const { creator, holder } = people;
    const token = await issued();

    const { events } = await token.call(creator, 'arc88_renounce_ownership');
    expect(events).toEqual([{ name: 'arc88_ownership_renounced', previous_owner: at(creator) }]);
    expect(await token.read('arc88_owner')).toBe(nobody);
    expect(await token.read('arc88_is_owner', nobody)).toBe(0n);
    for (const [method, args] of [
      ['arc88_transfer_ownership', [creator]],
      ['arc88_renounce_ownership', []],
      ['arc200_mint', [holder, 1n]],
    ] as const) {
      expect(await refusal(token.call(creator, method, args))).toBe('no_owner_set');
    }
    const again = token.call(creator, 'arc88_initialize_owner', [creator]);
    expect(await refusal(again)).toBe('already_initialized');
    await token.call(holder, 'arc200_burn', [1n]);
  });

  test('before bootstrap the creator can name another owner, once', async () => {
    const { creator, holder, heir } = people;
    const token = await createToken(node, arc200Mintable, creator, { receiver: holder });

    expect(await token.read('arc88_owner')).toBe(at(creator));
    for (const sender of [holder, heir]) {
      const sent = token.call(sender, 'arc88_initialize_owner', [sender]);
      expect(await refusal(sent)).toBe('not_owner');
    }
    const toNobody = token.call(creator, 'arc88_initialize_owner', [nobody]);
    expect(await refusal(toNobody)).toBe('zero_address_not_allowed');
    await token.call(creator, 'arc88_initialize_owner', [heir]);
    expect(await token.read('arc88_owner')).toBe(at(heir));
    const again = token.call(creator, 'arc88_initialize_owner', [creator]);
    expect(await refusal(again)).toBe('already_initialized');
    await bootstrap(node.algod, token, { creator, receiver: holder });
    expect(await token.read('arc88_owner')).toBe(at(heir));
    expect(await refusal(token.call(creator, 'arc200_mint', [holder, 1n]))).toBe('not_owner');
  });

  test('after bootstrap nobody names an owner without being it', async () => {
    const { creator, heir } = people;
    const token = await issued();

    for (const sender of [creator, heir]) {
      const sent = token.call(sender, 'arc88_initialize_owner', [heir]);
      expect(await refusal(sent)).toBe('already_initialized');
    }
  });

  test('minting and burning fit into the budget of one transaction', async () => {
    const { creator, holder, friend } = people;
    const token = await issued({ cap: maxUint256 });

    for (const call of [
      token.describe(creator, 'arc200_mint', [friend, maxUint256 - 1_000n], {
        payment: balanceBoxCost,
        boxes: [balanceBox(friend)],
      }),
      token.describe(holder, 'arc200_burn', [1_000n]),
    ]) {
      const { opcodeBudget } = await simulateCall(node.algod, token, call);
      expect(opcodeBudget, call.method).toBeLessThanOrEqual(700);
    }
  });
});
