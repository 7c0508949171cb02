/** A published ARC-200 client works with our tokens as they are: names, amounts and the order of its transactions are its own. */
import type { Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { approvalBoxCost, balanceBoxCost } from '../testing/algorand/boxNames.ts';
import { accountCost } from '../testing/algorand/createApp.ts';
import { importArc200js, type Arc200jsContract } from '../testing/algorand/importArc200js.ts';
import { arc200Contracts, issueToken, type Token } from '../testing/algorand/issueToken.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());
const { Arc200js, connect } = await importArc200js();

describe.each(arc200Contracts)('arc200js and $name', (contract) => {
  let people: Record<'creator' | 'holder' | 'friend' | 'spender', Account>;
  let token: Token;
  beforeAll(async () => {
    people = await node.fund(['creator', 'holder', 'friend', 'spender']);
    // It talks a lot.
    vi.spyOn(console, 'log').mockReturnValue();
    vi.spyOn(console, 'error').mockReturnValue();
    token = await issueToken(node, contract, people.creator, { receiver: people.holder });
  });
  afterAll(() => {
    vi.restoreAllMocks();
  });
  const at = (account: Account): string => account.addr.toString();
  const as = ({ addr, sk }: Account, waitForConfirmation = true): Arc200jsContract =>
    new Arc200js(Number(token.appId), connect(node), undefined, {
      acc: { addr: addr.toString(), sk },
      simulate: false,
      formatBytes: true,
      waitForConfirmation,
    });

  test('reads the token', async () => {
    const client = as(people.holder);

    expect(await client.getMetadata()).toEqual({
      success: true,
      returnValue: { name: 'Harbour Bond', symbol: 'HBR', decimals: 6n, totalSupply: 1_000n },
    });
    expect(await client.arc200_balanceOf(at(people.holder))).toMatchObject({
      returnValue: 1_000n,
    });
    expect(await client.arc200_balanceOf(at(people.friend))).toMatchObject({ returnValue: 0n });
  });

  test('transfers, approves and transfers from, paying for boxes as it always did', async () => {
    const { holder, friend, spender } = people;

    const results = [
      await as(holder).arc200_transfer(at(friend), 400n, false, true),
      await as(holder).arc200_transfer(at(friend), 100n, false, true),
      await as(holder).arc200_approve(at(spender), 50n, false, true),
      await as(spender).arc200_transferFrom(at(holder), at(spender), 20n, false, true),
    ];

    expect(results).toEqual(results.map(() => expect.objectContaining({ success: true })));
    expect(await token.read('arc200_balanceOf', friend)).toBe(500n);
    expect(await token.read('arc200_balanceOf', spender)).toBe(20n);
    expect(await as(holder).arc200_allowance(at(holder), at(spender))).toMatchObject({
      returnValue: 30n,
    });
    // It pays exactly what the boxes cost, no more.
    const { amount, minBalance } = await node.algod.accountInformation(token.address).do();
    expect(minBalance).toBe(accountCost + 3n * balanceBoxCost + approvalBoxCost);
    expect(amount).toBe(minBalance);
  });

  test('is told when there is too little', async () => {
    // It would go on to wait for a transaction that was never sent.
    const client = as(people.friend, false);
    const result = await client.arc200_transfer(at(people.holder), 501n, false, false);

    expect(result.success).toBe(false);
    expect(String(result.error)).toContain('assert failed');
    expect(await token.read('arc200_balanceOf', people.friend)).toBe(500n);
  });
});
