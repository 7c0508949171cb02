/** Random calls, one after another, do on the chain what they do in the model; and the balances always sum to the supply. */
import fc from 'fast-check';
import type { Account } from 'algosdk';
import { afterAll, describe, expect, test } from 'vitest';
import { arc200Mintable, arc200Preminted } from '../index.ts';
import { approvalBoxCost, balanceBoxCost } from '../testing/algorand/boxNames.ts';
import { issueToken, type Argument, type Token } from '../testing/algorand/issueToken.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';
import { TokenModel, type Move } from '../testing/algorand/tokenModel.ts';

const maxUint256 = 2n ** 256n - 1n;
const names = ['0', '1', '2', '3'] as const;
const boxCosts = { balance: balanceBoxCost, approval: approvalBoxCost, none: 0n };

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

const person = fc.integer({ min: 0, max: names.length - 1 });
// Small ones mostly, so that most calls succeed and balances meet their limits.
const value = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(0n, 400n) },
  { weight: 1, arbitrary: fc.constantFrom(0n, 1n, 1_000n, maxUint256) },
);
const holderMove: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant('transfer' as const), by: person, to: person, value }),
  fc.record({
    kind: fc.constant('transferFrom' as const),
    by: person,
    from: person,
    to: person,
    value,
  }),
  fc.record({ kind: fc.constant('approve' as const), by: person, spender: person, value }),
);
const ownerMove: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant('mint' as const), by: person, to: person, value }),
  fc.record({ kind: fc.constant('burn' as const), by: person, value }),
);

describe('a token and its model', () => {
  test.each([
    { contract: arc200Mintable, move: fc.oneof(holderMove, ownerMove), cap: 2_000n },
    { contract: arc200Preminted, move: holderMove, cap: 0n },
  ])(
    '$contract.name',
    async ({ contract, move, cap }) => {
      const people = Object.values(await node.fund(names, 100_000_000n));
      const [creator, receiver] = people as [Account, Account];

      await fc.assert(
        fc.asyncProperty(fc.array(move, { minLength: 20, maxLength: 40 }), async (moves) => {
          const token = await issueToken(node, contract, creator, { receiver, cap });
          const model = new TokenModel({ owner: 0, receiver: 1, supply: 1_000n, cap });
          for (const asked of moves) await playBoth(token, model, people, asked);
          await expectEqual(token, model, people);
        }),
        { numRuns: 4, endOnFailure: true },
      );
    },
    120_000,
  );
});

async function playBoth(
  token: Token,
  model: TokenModel,
  people: readonly Account[],
  move: Move,
): Promise<void> {
  const at = (index: number): Account => people[index] as Account;
  const args = ((): Argument[] => {
    switch (move.kind) {
      case 'transfer':
      case 'mint':
        return [at(move.to), move.value];
      case 'transferFrom':
        return [at(move.from), at(move.to), move.value];
      case 'approve':
        return [at(move.spender), move.value];
      case 'burn':
        return [move.value];
    }
  })();
  const call = (payment: bigint) =>
    token.call(at(move.by), `arc200_${move.kind}`, args, payment === 0n ? {} : { payment });
  const refusal = (payment: bigint) => refusalOfCall(token.contract, call(payment));

  const verdict = model.apply(move);
  if ('refused' in verdict) {
    expect(await refusal(balanceBoxCost)).toBe(verdict.refused);
    return;
  }
  const cost = boxCosts[verdict.makes];
  if (cost > 0n) expect(await refusal(cost - 1n)).toBe('payment for the box is too small');
  expect((await call(cost)).returned).toBe(true);
}

async function expectEqual(
  token: Token,
  model: TokenModel,
  people: readonly Account[],
): Promise<void> {
  let sum = 0n;
  for (const [index, owner] of people.entries()) {
    const held = await token.read('arc200_balanceOf', owner);
    expect(held).toBe(model.balanceOf(index));
    sum += held as bigint;
    for (const [other, spender] of people.entries()) {
      const allowed = await token.read('arc200_allowance', owner, spender);
      expect(allowed).toBe(model.allowance(index, other));
    }
  }
  expect(await token.read('arc200_totalSupply')).toBe(model.supply);
  expect(sum).toBe(model.supply);
}
