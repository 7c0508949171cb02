/** From nothing to a token: what creation keeps and refuses, and the bootstrap that makes a token of it. */
import {
  ALGORAND_ZERO_ADDRESS_STRING,
  makeApplicationUpdateTxnFromObject,
  OnApplicationComplete,
  type Account,
} from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc200Mintable } from '../index.ts';
import { balanceBoxCost } from '../testing/algorand/boxNames.ts';
import {
  buildCall,
  buildPayment,
  callApp,
  encodeCall,
  simulateCall,
} from '../testing/algorand/callApp.ts';
import { accountCost } from '../testing/algorand/createApp.ts';
import {
  arc200Contracts,
  createToken,
  issueToken,
  type Token,
  type TokenRequest,
} from '../testing/algorand/issueToken.ts';
import { readGlobalState } from '../testing/algorand/readGlobalState.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import { sendGroup } from '../testing/algorand/sendGroup.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const maxUint256 = 2n ** 256n - 1n;
const funding = accountCost + balanceBoxCost;

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe.each(arc200Contracts)('$name', (contract) => {
  let people: Record<'creator' | 'receiver' | 'stranger', Account>;
  beforeAll(async () => {
    people = await node.fund(['creator', 'receiver', 'stranger'], 20_000_000n);
  });

  const created = (request: Partial<TokenRequest> = {}): Promise<Token> => {
    const { creator, receiver } = people;
    return createToken(node, contract, creator, { receiver, ...request });
  };
  const refusal = (sent: Promise<unknown>) => refusalOfCall(contract, sent);

  test('creation keeps every parameter, at its limits', async () => {
    const { receiver } = people;
    const smallest = await created({ name: 'x', symbol: 'y', decimals: 0, supply: 0n });
    const largest = await created({
      name: '🏦'.repeat(8),
      symbol: '🏦🏦',
      decimals: 18,
      supply: maxUint256,
      cap: maxUint256,
    });

    expect(await readGlobalState(node.algod, smallest)).toMatchObject({
      name: bytes('x'),
      symbol: bytes('y'),
      decimals: 0n,
      totalSupply: 0n,
      initialReceiver: receiver.addr.toString(),
      bootstrapped: 0n,
    });
    expect(await readGlobalState(node.algod, largest)).toMatchObject({
      name: bytes('🏦'.repeat(8)),
      symbol: bytes('🏦🏦'),
      decimals: 18n,
      totalSupply: maxUint256,
    });
    expect(await largest.read('arc200_name')).toEqual([...Buffer.from('🏦'.repeat(8))]);
    expect(await smallest.read('arc200_symbol')).toEqual([...Buffer.from('y\0\0\0\0\0\0\0')]);
  });

  test.each([
    [{ name: '' }, 'name must have 1 to 32 bytes'],
    [{ name: 'x'.repeat(33) }, 'name must have 1 to 32 bytes'],
    [{ name: `${'🏦'.repeat(8)}x` }, 'name must have 1 to 32 bytes'],
    [{ symbol: '' }, 'symbol must have 1 to 8 bytes'],
    [{ symbol: 'x'.repeat(9) }, 'symbol must have 1 to 8 bytes'],
    [{ decimals: 19 }, 'decimals must be at most 18'],
    [{ decimals: 255 }, 'decimals must be at most 18'],
    [{ receiver: ALGORAND_ZERO_ADDRESS_STRING }, 'receiver is the zero address'],
  ])('creation refuses %o', async (changes, reason) => {
    expect(await refusal(created(changes))).toBe(reason);
  });

  test('what it costs is what docs/contracts.md says', async () => {
    const { creator } = people;
    const minBalance = async (address: string): Promise<bigint> =>
      (await node.algod.accountInformation(address).do()).minBalance;
    const before = await minBalance(creator.addr.toString());
    const token = await created({ supply: maxUint256 });
    const { opcodeBudget } = await simulateCall(
      node.algod,
      token,
      token.describe(creator, 'bootstrap', [], { payment: funding }),
    );
    await token.call(creator, 'bootstrap', [], { payment: funding });

    expect((await minBalance(creator.addr.toString())) - before).toBe(
      contract === arc200Mintable ? 457_000n : 357_000n,
    );
    expect(await minBalance(token.address)).toBe(128_500n);
    expect(opcodeBudget).toBeLessThanOrEqual(700);
  });

  test('before bootstrap only reading works', async () => {
    const { creator, receiver, stranger } = people;
    const token = await created();
    const readable = contract.arc56.methods.filter((method) => method.readonly);
    const writing = contract.arc56.methods.filter(
      ({ name, readonly }) =>
        !readonly && !['create', 'bootstrap', 'arc88_initialize_owner'].includes(name),
    );
    const argumentsOf = (name: string) =>
      (contract.arc56.methods.find((method) => method.name === name)?.args ?? []).map(({ type }) =>
        type === 'address' ? stranger : 0n,
      );

    for (const { name } of readable) {
      expect(await token.read(name, ...argumentsOf(name)), name).toBeDefined();
    }
    for (const { name } of writing) {
      for (const sender of [creator, receiver, stranger]) {
        const sent = token.call(sender, name, argumentsOf(name), { payment: 1_000_000n });
        expect(await refusal(sent), name).toBe('not bootstrapped');
      }
    }
    expect(writing.length).toBeGreaterThanOrEqual(3);
  });

  test('bootstrap issues the first supply to the receiver, once', async () => {
    const { creator, receiver, stranger } = people;
    const token = await created();

    for (const sender of [receiver, stranger]) {
      const sent = token.call(sender, 'bootstrap', [], { payment: funding });
      expect(await refusal(sent)).toBe('only the creator can bootstrap');
    }
    const { events } = await token.call(creator, 'bootstrap', [], { payment: funding });
    expect(events).toEqual([
      {
        name: 'arc200_Transfer',
        from: ALGORAND_ZERO_ADDRESS_STRING,
        to: receiver.addr.toString(),
        value: 1_000n,
      },
    ]);
    expect(await token.read('arc200_balanceOf', receiver)).toBe(1_000n);
    expect(await token.read('arc200_totalSupply')).toBe(1_000n);
    for (const payment of [undefined, funding]) {
      const sent = token.call(creator, 'bootstrap', [], payment === undefined ? {} : { payment });
      expect(await refusal(sent)).toBe('already bootstrapped');
    }
    const account = await node.algod.accountInformation(token.address).do();
    expect(account).toMatchObject({ amount: funding, minBalance: funding });
  });

  test('bootstrap needs its funding, directly before it, and its box', async () => {
    const { creator, stranger } = people;
    const token = await created();
    const failing = async (more: object) => refusal(token.call(creator, 'bootstrap', [], more));

    expect(await failing({})).toBe('payment for the box is missing');
    // The ledger's own rules: each account holds its minimum after each transaction.
    expect(await failing({ payment: accountCost - 1n })).toContain(
      `account ${token.address} balance ${accountCost - 1n} below min ${accountCost}`,
    );
    expect(await failing({ payment: funding - 1n })).toContain(
      `account ${token.address} balance ${funding - 1n} below min ${funding}`,
    );
    expect(await failing({ payment: funding, boxes: [] })).toMatch(/invalid Box reference/);

    const [payment, call] = await buildCall(
      node.algod,
      token,
      token.describe(creator, 'bootstrap', [], { payment: funding }),
    );
    if (payment === undefined || call === undefined) throw new Error('Expected two transactions');
    expect(await refusal(sendGroup(node.algod, [call, payment]))).toBe(
      'payment for the box is missing',
    );
    // Whoever pays: the sponsor may.
    await sendGroup(node.algod, [
      await buildPayment(node.algod, token, stranger, funding),
      ...(await buildCall(node.algod, token, token.describe(creator, 'bootstrap'))),
    ]);
    expect(await token.read('arc200_totalSupply')).toBe(1_000n);
  });

  test('the first supply may be nothing', async () => {
    const { creator, receiver } = people;
    const token = await issueToken(node, contract, creator, { receiver, supply: 0n });

    expect(await token.read('arc200_balanceOf', receiver)).toBe(0n);
  });

  test('nobody can update, delete, opt in or close out, and no unknown method answers', async () => {
    const { creator, receiver, stranger } = people;
    const token = await issueToken(node, contract, creator, { receiver });
    const { DeleteApplicationOC, OptInOC, CloseOutOC } = OnApplicationComplete;

    for (const sender of [creator, receiver, stranger]) {
      for (const onComplete of [DeleteApplicationOC, OptInOC]) {
        const sent = token.call(sender, 'arc200_name', [], { onComplete });
        expect(await refusal(sent)).toMatch(/assert failed/);
      }
      const update = makeApplicationUpdateTxnFromObject({
        sender: sender.addr,
        appIndex: token.appId,
        appArgs: encodeCall(contract, 'arc200_name', []),
        approvalProgram: Buffer.from(contract.approval, 'base64'),
        clearProgram: Buffer.from(contract.clear, 'base64'),
        suggestedParams: await node.algod.getTransactionParams().do(),
      });
      const updated = sendGroup(node.algod, [{ transaction: update, signer: sender }]);
      expect(await refusal(updated)).toMatch(/assert failed/);
      const closeOut = token.call(sender, 'arc200_name', [], { onComplete: CloseOutOC });
      await expect(closeOut).rejects.toThrow(/not opted in|assert failed/);
      const again = callApp(node.algod, token, {
        sender,
        method: 'create',
        args: createArguments(token, sender),
      });
      expect(await refusal(again)).toMatch(/rejected by ApprovalProgram/);
    }
  });
});

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function createArguments(token: Token, receiver: Account) {
  const args = [Buffer.from('x'), Buffer.from('x'), 0, 0n, 0n, receiver.addr.toString()];
  return token.contract === arc200Mintable ? args : args.toSpliced(3, 1);
}

describe('encodeCall', () => {
  test('the first argument is the selector that ARC-200 clients send', () => {
    const [selector] = encodeCall(arc200Mintable, 'arc200_name', []);

    expect(Buffer.from(selector ?? '').toString('hex')).toBe('657d13ec');
  });
});
