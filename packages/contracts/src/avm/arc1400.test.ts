/** The security token as a whole: from nothing to a token, and who may call what, with which arguments, boxes and payment. */
import {
  ABIType,
  makeApplicationUpdateTxnFromObject,
  OnApplicationComplete,
  type Account,
} from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc1400, arc1400Boxes } from '../index.ts';
import { accountCost } from '../testing/algorand/createApp.ts';
import { buildCall, buildRawCall, callApp, simulateCall } from '../testing/algorand/callApp.ts';
import { createBudgetBurner } from '../testing/algorand/createBudgetBurner.ts';
import { readGlobalState } from '../testing/algorand/readGlobalState.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import {
  createSecurity,
  defaultPartition,
  issueSecurity,
  listInvestors,
  padded,
  partitionOf,
  type SecurityRequest,
  type SecurityToken,
} from '../testing/algorand/securityToken.ts';
import { sendGroup } from '../testing/algorand/sendGroup.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const maxUint256 = 2n ** 256n - 1n;
const opcodeBudgetMax = 700;
const trancheA = partitionOf('tranche-a');
const reason = Buffer.from('court order 7/2026');

/** Minimum balance of the app's account after bootstrap, by where the first supply goes. */
const fundingDefault = accountCost + 25_700n + 54_100n;
const fundingNamed = fundingDefault + 25_700n + 40_900n + 32_500n;

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

type Name = 'issuer' | 'alice' | 'bob' | 'controller' | 'stranger';

describe('Arc1400', () => {
  let people: Record<Name, Account>;
  beforeAll(async () => {
    people = await node.fund(['issuer', 'alice', 'bob', 'controller', 'stranger'], 60_000_000n);
  });
  const created = (request: Partial<SecurityRequest> = {}): Promise<SecurityToken> =>
    createSecurity(node, people.issuer, { receiver: people.alice, ...request });
  const issued = (request: Partial<SecurityRequest> = {}): Promise<SecurityToken> =>
    issueSecurity(node, people.issuer, { receiver: people.alice, ...request });
  const refusal = (sent: Promise<unknown>) => refusalOfCall(arc1400, sent);
  const at = (account: Account): string => account.addr.toString();

  test('creation keeps every parameter, at its limits', async () => {
    const smallest = await created({ name: 'x', symbol: 'y', decimals: 0, supply: 0n });
    const largest = await created({
      name: '🏦'.repeat(8),
      symbol: '🏦🏦',
      decimals: 18,
      supply: maxUint256,
      cap: maxUint256,
      partition: trancheA,
      whitelistRequired: false,
    });

    expect(await readGlobalState(node.algod, smallest)).toMatchObject({
      name: Uint8Array.from(Buffer.from('x')),
      symbol: Uint8Array.from(Buffer.from('y')),
      decimals: 0n,
      supplyCap: 0n,
      totalSupply: 0n,
      initialReceiver: at(people.alice),
      initialPartition: defaultPartition,
      whitelistRequired: 1n,
      bootstrapped: 0n,
      halt: 0n,
      issuable: 1n,
      controllable: 1n,
      controller: defaultPartition,
      requireJust: 1n,
    });
    expect(await readGlobalState(node.algod, largest)).toMatchObject({
      name: Uint8Array.from(Buffer.from('🏦'.repeat(8))),
      symbol: Uint8Array.from(Buffer.from('🏦🏦')),
      decimals: 18n,
      supplyCap: maxUint256,
      totalSupply: maxUint256,
      initialPartition: trancheA,
      whitelistRequired: 0n,
    });
    expect(await largest.read('cap')).toBe(maxUint256);
    expect(await largest.read('whitelist_required')).toBe(false);
    expect(await smallest.read('whitelist_required')).toBe(true);
  });

  test.each([
    [{ name: '' }, 'name must have 1 to 32 bytes'],
    [{ name: `${'🏦'.repeat(8)}x` }, 'name must have 1 to 32 bytes'],
    [{ symbol: '' }, 'symbol must have 1 to 8 bytes'],
    [{ symbol: 'x'.repeat(9) }, 'symbol must have 1 to 8 bytes'],
    [{ decimals: 19 }, 'decimals must be at most 18'],
    [{ cap: 999n }, 'supply over the cap'],
    [{ receiver: defaultPartition }, 'receiver is the zero address'],
  ])('creation refuses %o', async (changes, message) => {
    expect(await refusal(created(changes))).toBe(message);
  });

  test('key names are ASCII in lower case with hyphens, as ARC-1400 has it', () => {
    const { keys, maps } = arc1400.arc56.state as {
      keys: Record<'global' | 'box', Record<string, { key: string }>>;
      maps: { box: Record<string, { prefix: string }> };
    };
    const names = [
      ...Object.values({ ...keys.global, ...keys.box }).map(({ key }) => key),
      ...Object.values(maps.box).map(({ prefix }) => prefix),
    ].map((name) => Buffer.from(name, 'base64').toString());

    for (const name of names) expect(name).toMatch(/^[a-z-]*$/);
    expect(names).toContain('doc-index');
    expect(names).toContain('require-just');
  });

  test('before bootstrap only reading works', async () => {
    const { issuer, alice, stranger } = people;
    const token = await created();
    const readable = arc1400.arc56.methods.filter((method) => method.readonly);
    const writing = arc1400.arc56.methods.filter(
      ({ name, readonly }) =>
        !readonly && !['create', 'bootstrap', 'arc88_initialize_owner'].includes(name),
    );

    for (const { name } of readable) {
      const answer = token.read(name, ...argumentsOf(name));
      if (name === 'arc1643_get_document') {
        expect(await refusal(answer)).toBe('no such document');
      } else {
        expect(await answer, name).toBeDefined();
      }
    }
    for (const { name } of writing) {
      for (const sender of [issuer, alice, stranger]) {
        const sent = token.call(sender, name, argumentsOf(name));
        expect(await refusal(sent), name).toBe('not bootstrapped');
      }
    }
    expect(writing.length).toBeGreaterThan(25);
  });

  test('bootstrap opens the default partition, lists the receiver and issues the supply, once', async () => {
    const { issuer, alice, stranger } = people;
    const token = await created();

    for (const sender of [alice, stranger]) {
      expect(await refusal(token.call(sender, 'bootstrap'))).toBe('only the creator can bootstrap');
    }
    const { events } = await token.call(issuer, 'bootstrap', [], { payment: fundingDefault });
    expect(events).toEqual([
      { name: 'arc200_Transfer', from: defaultPartition, to: at(alice), value: 1_000n },
      {
        name: 'arc1410_partition_issue',
        to: at(alice),
        partition: defaultPartition,
        amount: 1_000n,
      },
    ]);
    expect(await refusal(token.call(issuer, 'bootstrap'))).toBe('already bootstrapped');

    const account = await node.algod.accountInformation(token.address).do();
    expect(account).toMatchObject({ amount: fundingDefault, minBalance: fundingDefault });
    expect(await token.read('arc200_totalSupply')).toBe(1_000n);
    expect(await token.read('arc200_balanceOf', alice)).toBe(1_000n);
    expect(await token.read('arc1410_balance_of_partition', alice, defaultPartition)).toBe(1_000n);
    expect(await token.read('arc1410_partitions_of', alice, 0n)).toEqual([defaultPartition]);
    expect(await token.read('get_investor_flag', alice, Buffer.from('kyc'))).toBe(1n);
    expect(await token.read('arc88_owner')).toBe(at(issuer));
    expect(await token.read('arc1594_is_issuable')).toBe(true);
    expect(await token.read('arc1594_is_halted')).toBe(false);
    expect(await token.read('arc1644_is_controllable')).toBe(0n);
  });

  test('bootstrap into a partition of its own leaves the default one empty and open', async () => {
    const { alice } = people;
    const token = await created({ partition: trancheA });
    await token.call(people.issuer, 'bootstrap', [], { payment: fundingNamed });

    const account = await node.algod.accountInformation(token.address).do();
    expect(account).toMatchObject({ amount: fundingNamed, minBalance: fundingNamed });
    expect(await token.read('arc1410_balance_of_partition', alice, trancheA)).toBe(1_000n);
    expect(await token.read('arc1410_balance_of_partition', alice, defaultPartition)).toBe(0n);
    expect(await token.read('arc1410_partitions_of', alice, 0n)).toEqual([trancheA]);
    const transferable = Buffer.from('transferable');
    for (const partition of [trancheA, defaultPartition]) {
      expect(await token.read('arc1410_get_partition_flag', partition, transferable)).toBe(1n);
    }
  });

  test('a supply of nothing is issued nowhere', async () => {
    const token = await issued({ supply: 0n, partition: trancheA });

    expect(await token.read('arc200_balanceOf', people.alice)).toBe(0n);
    expect(await token.read('arc1410_partitions_of', people.alice, 0n)).toEqual([]);
  });

  test('bootstrap needs its funding, directly before it, and its boxes', async () => {
    const { issuer, stranger } = people;
    const token = await created();
    const failing = (more: Parameters<SecurityToken['call']>[3]) =>
      refusal(token.call(issuer, 'bootstrap', [], more));

    expect(await failing({ payment: null })).toBe('payment for the box is missing');
    expect(await failing({ payment: fundingDefault - 1n })).toMatch(
      new RegExp(`balance ${fundingDefault - 1n} below min ${fundingDefault}`),
    );
    expect(await failing({ boxes: [] })).toMatch(/invalid Box reference/);
    const [payment, call] = await buildCall(
      node.algod,
      token,
      token.describe(issuer, 'bootstrap', [], { payment: fundingDefault }),
    );
    if (payment === undefined || call === undefined) throw new Error('Expected two transactions');
    expect(await refusal(sendGroup(node.algod, [call, payment]))).toBe(
      'payment for the box is missing',
    );
    const [sponsored] = await buildCall(
      node.algod,
      token,
      token.describe(stranger, 'cap', [], { payment: fundingDefault }),
    );
    if (sponsored === undefined) throw new Error('Expected a payment');
    const [bare] = await buildCall(
      node.algod,
      token,
      token.describe(issuer, 'bootstrap', [], { payment: null }),
    );
    if (bare === undefined) throw new Error('Expected a call');
    await sendGroup(node.algod, [sponsored, bare]);
    expect(await token.read('arc200_totalSupply')).toBe(1_000n);
  });

  test('only the owner issues, lists, opens, halts, documents, appoints and hands on', async () => {
    const { issuer, alice, bob, controller, stranger } = people;
    const token = await issued();
    await listInvestors(token, issuer, [bob, controller]);
    await token.call(issuer, 'arc1644_set_controller', [controller]);
    const ownerOnly = [
      'arc88_transfer_ownership',
      'arc88_renounce_ownership',
      'arc1594_issue',
      'arc1410_issue_by_partition',
      'arc1594_set_issuable',
      'arc1594_set_halted',
      'set_investor_flag',
      'arc1410_set_partition_flag',
      'arc1643_set_document',
      'arc1643_remove_document',
      'arc1644_set_controller',
      'arc1644_set_controller_delay',
      'arc1644_disable_controller',
    ];
    const before = await readGlobalState(node.algod, token);

    for (const method of ownerOnly) {
      for (const sender of [alice, controller, stranger]) {
        const sent = token.call(sender, method, argumentsOf(method));
        expect(await refusal(sent), method).toBe('not_owner');
      }
    }
    expect(await readGlobalState(node.algod, token)).toEqual(before);
  });

  test('every method that writes belongs to one of the roles tested here', () => {
    const writing = arc1400.arc56.methods
      .filter(({ readonly }) => !readonly)
      .map(({ name }) => name);

    expect(writing.toSorted()).toMatchInlineSnapshot(`
      [
        "arc1410_authorize_operator",
        "arc1410_authorize_operator_by_portion",
        "arc1410_issue_by_partition",
        "arc1410_operator_redeem_by_partition",
        "arc1410_operator_transfer_by_partition",
        "arc1410_redeem_by_partition",
        "arc1410_revoke_operator",
        "arc1410_set_partition_flag",
        "arc1410_transfer_by_partition",
        "arc1594_issue",
        "arc1594_redeem",
        "arc1594_redeemFrom",
        "arc1594_set_halted",
        "arc1594_set_issuable",
        "arc1594_transfer_from_with_data",
        "arc1594_transfer_with_data",
        "arc1643_remove_document",
        "arc1643_set_document",
        "arc1644_controller_redeem",
        "arc1644_controller_redeem_partition",
        "arc1644_controller_transfer",
        "arc1644_controller_transfer_partition",
        "arc1644_disable_controller",
        "arc1644_set_controller",
        "arc1644_set_controller_delay",
        "arc200_approve",
        "arc200_transfer",
        "arc200_transferFrom",
        "arc88_initialize_owner",
        "arc88_renounce_ownership",
        "arc88_transfer_ownership",
        "bootstrap",
        "create",
        "set_investor_flag",
      ]
    `);
  });

  test('the owner can hand its right on and give it up', async () => {
    const { issuer, bob, stranger } = people;
    const token = await issued();

    expect(await refusal(token.call(issuer, 'arc88_initialize_owner', [bob]))).toBe(
      'already_initialized',
    );
    expect(await refusal(token.call(issuer, 'arc88_transfer_ownership', [defaultPartition]))).toBe(
      'zero_address_not_allowed',
    );
    const { events } = await token.call(issuer, 'arc88_transfer_ownership', [bob]);
    expect(events).toEqual([
      { name: 'arc88_ownership_transferred', previous_owner: at(issuer), new_owner: at(bob) },
    ]);
    expect(await refusal(token.call(issuer, 'arc1594_set_halted', [true]))).toBe('not_owner');
    expect(await token.read('arc88_is_owner', bob)).toBe(1n);
    expect(await token.read('arc88_is_owner', issuer)).toBe(0n);
    await token.call(bob, 'arc1594_set_halted', [true]);

    await token.call(bob, 'arc88_renounce_ownership');
    for (const sender of [issuer, bob, stranger]) {
      expect(await refusal(token.call(sender, 'arc1594_set_halted', [false]))).toBe('no_owner_set');
    }
    expect(await token.read('arc88_is_owner', defaultPartition)).toBe(0n);
  });

  test('another owner than the creator can be named until bootstrap, by the creator alone', async () => {
    const { issuer, bob, stranger } = people;
    const token = await created();

    expect(await refusal(token.call(stranger, 'arc88_initialize_owner', [stranger]))).toBe(
      'not_owner',
    );
    await token.call(issuer, 'arc88_initialize_owner', [bob], { payment: null });
    expect(await refusal(token.call(issuer, 'arc88_initialize_owner', [issuer]))).toBe(
      'already_initialized',
    );
    await token.call(issuer, 'bootstrap');
    expect(await token.read('arc88_owner')).toBe(at(bob));
    expect(await refusal(token.call(issuer, 'arc1594_set_halted', [true]))).toBe('not_owner');
  });

  test('arguments of a wrong length are refused', async () => {
    const { issuer, alice } = people;
    const token = await issued();
    const { arc56, methods } = arc1400;

    for (const { name, args, actions } of arc56.methods) {
      if (actions.call.length === 0) continue;
      const good = argumentsOf(name).map((value, index) =>
        ABIType.from(args[index]?.type ?? '').encode(
          typeof value === 'object' && 'addr' in value ? at(value) : value,
        ),
      );
      const selector = (
        await buildCall(
          node.algod,
          token,
          token.describe(alice, name, argumentsOf(name), { payment: null }),
        )
      ).at(-1)?.transaction.applicationCall?.appArgs[0];
      if (selector === undefined) throw new Error(`Cannot find the selector of ${methods.create}`);
      for (const [index, encoded] of good.entries()) {
        const longer = Buffer.concat([encoded, Uint8Array.of(0)]);
        const shorter = encoded.slice(0, -1);
        for (const wrong of [longer, shorter]) {
          const appArgs = [selector, ...good.toSpliced(index, 1, wrong)];
          const call = await buildRawCall(node.algod, token, { sender: issuer, appArgs });
          expect(await refusal(sendGroup(node.algod, [call])), name).toMatch(
            /invalid (number of bytes|array length)|extract_uint16|extraction/,
          );
        }
      }
    }
  });

  test('a call without its boxes changes nothing', async () => {
    const { issuer, alice, bob } = people;
    const token = await issued({ partition: trancheA });
    await listInvestors(token, issuer, [bob]);
    const data = Buffer.from('');
    const call = token.describe(alice, 'arc1410_transfer_by_partition', [trancheA, bob, 5n, data]);

    for (const missing of call.boxes ?? []) {
      const boxes = (call.boxes ?? []).filter((box) => box !== missing);
      const sent = token.call(alice, call.method, [trancheA, bob, 5n, data], { boxes });
      expect(await refusal(sent)).toMatch(/invalid Box reference/);
    }
    expect(await token.read('arc200_balanceOf', bob)).toBe(0n);
    expect(call.boxes).toHaveLength(6);
  });

  test('whoever makes the app store more pays for it, to the microalgo, also out of its surplus', async () => {
    const { issuer, alice, bob, stranger } = people;
    const token = await issued({ partition: trancheA });
    // A gift that nobody may use up.
    await token.call(stranger, 'cap', [], { payment: 1_000_000n });
    const data = Buffer.from('');
    const growing: [Account, string, Parameters<SecurityToken['call']>[2], bigint][] = [
      [issuer, 'set_investor_flag', [bob, Buffer.from('kyc'), 1n], 54_100n],
      [alice, 'arc1410_transfer_by_partition', [trancheA, bob, 5n, data], 40_900n + 32_500n],
      [alice, 'arc200_approve', [bob, 5n], 28_100n],
      [alice, 'arc1410_authorize_operator', [alice, bob, trancheA], 31_700n],
      [
        issuer,
        'arc1410_set_partition_flag',
        [partitionOf('b'), Buffer.from('lockup-until'), 1n],
        25_700n,
      ],
      [
        issuer,
        'arc1643_set_document',
        [padded('prospectus'), 'ipfs://x', padded('hash')],
        2_500n + 400n * 88n + 19_700n,
      ],
    ];

    for (const [sender, method, args, cost] of growing) {
      for (const payment of [null, cost - 1n]) {
        expect(await refusal(token.call(sender, method, args, { payment })), method).toMatch(
          payment === null ? /payment for the box is missing/ : /payment for the box is too small/,
        );
      }
      const before = await minBalance(token);
      await token.call(sender, method, args, { payment: cost });
      expect((await minBalance(token)) - before, method).toBe(cost);
      // The second time there is nothing to pay for.
      await token.call(sender, method, args, { payment: null });
      expect((await minBalance(token)) - before, method).toBe(cost);
    }
  });

  test('one payment does not pay for two calls', async () => {
    const { alice, bob, stranger } = people;
    const token = await issued();
    const describe_ = (spender: Account) =>
      token.describe(alice, 'arc200_approve', [spender, 5n], { payment: 2n * 28_100n });
    const [payment, first] = await buildCall(node.algod, token, describe_(bob));
    const [, second] = await buildCall(node.algod, token, describe_(stranger));
    if (payment === undefined || first === undefined || second === undefined) {
      throw new Error('Expected three transactions');
    }

    expect(await refusal(sendGroup(node.algod, [payment, first, second]))).toBe(
      'payment for the box is missing',
    );
  });

  test('every call fits into the budget and the box references of one transaction', async () => {
    const { issuer, alice, bob, controller } = people;
    const token = await issued({ supply: maxUint256 - 1_000n, partition: trancheA });
    await listInvestors(token, issuer, [bob, controller]);
    await token.call(issuer, 'arc1644_set_controller', [controller]);
    const data = Buffer.from('');
    // A list that is as long as it can be without a new page: the dearest to add to.
    for (let at_ = 0; at_ < 15; at_ += 1) {
      const partition = partitionOf(`p${at_}`);
      await token.call(issuer, 'arc1410_set_partition_flag', [
        partition,
        Buffer.from('transferable'),
        1n,
      ]);
      await token.call(issuer, 'arc1410_issue_by_partition', [bob, partition, 1n, data]);
    }
    await token.call(issuer, 'arc1594_issue', [alice, 500n, data]);
    await token.call(alice, 'arc200_approve', [controller, 100n]);
    await token.call(alice, 'arc1410_authorize_operator_by_portion', [
      alice,
      controller,
      trancheA,
      100n,
    ]);
    for (let at_ = 0; at_ < 31; at_ += 1) {
      await token.call(issuer, 'arc1643_set_document', [padded(`d${at_}`), 'x', padded('h')]);
    }
    const calls = [
      token.describe(issuer, 'set_investor_flag', [alice, Buffer.from('jur'), 1n]),
      token.describe(issuer, 'arc1410_issue_by_partition', [bob, trancheA, 5n, data]),
      token.describe(alice, 'arc200_transfer', [bob, 5n]),
      token.describe(controller, 'arc200_transferFrom', [alice, bob, 5n]),
      token.describe(controller, 'arc1594_transfer_from_with_data', [alice, bob, 5n, data]),
      token.describe(alice, 'arc1410_transfer_by_partition', [trancheA, bob, 5n, data]),
      token.describe(controller, 'arc1410_operator_transfer_by_partition', [
        alice,
        trancheA,
        bob,
        5n,
        data,
      ]),
      token.describe(controller, 'arc1410_operator_redeem_by_partition', [
        alice,
        trancheA,
        5n,
        data,
      ]),
      token.describe(controller, 'arc1644_controller_transfer_partition', [
        alice,
        bob,
        padded('tranche-a'),
        5n,
        data,
        reason,
      ]),
      token.describe(controller, 'arc1644_controller_redeem_partition', [
        alice,
        padded('tranche-a'),
        5n,
        reason,
      ]),
      token.describe(issuer, 'arc1594_redeemFrom', [alice, 5n, data]),
      token.describe(issuer, 'arc1643_set_document', [
        padded('d30'),
        'x'.repeat(952),
        padded('hash'),
      ]),
      token.describe(issuer, 'arc1643_remove_document', [padded('d30')]),
      ...arc1400.arc56.methods
        .filter(({ readonly, name }) => readonly && name !== 'arc1643_get_document')
        .map(({ name }) => token.describe(alice, name, argumentsOf(name))),
    ];

    const spent: Record<string, number> = {};
    for (const call of calls) {
      const { opcodeBudget } = await simulateCall(node.algod, token, call);
      spent[call.method] = opcodeBudget;
      expect(opcodeBudget, call.method).toBeLessThanOrEqual(opcodeBudgetMax);
      expect(call.boxes?.length, call.method).toBeLessThanOrEqual(8);
    }
    expect(Math.max(...Object.values(spent))).toBe(spent['arc1410_operator_transfer_by_partition']);
  });

  test('a call that others in its group leave too little budget fails and changes nothing', async () => {
    const { issuer, alice, bob } = people;
    const token = await issued();
    await listInvestors(token, issuer, [bob]);
    const appId = await createBudgetBurner(node.algod, issuer);
    const call = token.describe(alice, 'arc200_transfer', [bob, 5n], { payment: null });

    const sent = sendGroup(node.algod, [
      await buildRawCall(node.algod, { appId }, { sender: alice, appArgs: [] }),
      ...(await buildCall(node.algod, token, call)),
    ]);
    await expect(sent).rejects.toThrow(/budget exceeded/);
    expect(await token.read('arc200_balanceOf', bob)).toBe(0n);
  });

  test('nobody can update, delete, opt in or create again', async () => {
    const { issuer, alice, stranger } = people;
    const token = await issued();
    const { DeleteApplicationOC, OptInOC } = OnApplicationComplete;
    const refused = /assert failed|err opcode|rejected/;

    for (const sender of [issuer, alice, stranger]) {
      for (const onComplete of [DeleteApplicationOC, OptInOC]) {
        const call = { ...token.describe(sender, 'cap', [], { payment: null }), onComplete };
        await expect(callApp(node.algod, token, call)).rejects.toThrow(refused);
      }
      const update = makeApplicationUpdateTxnFromObject({
        sender: sender.addr,
        appIndex: token.appId,
        approvalProgram: Uint8Array.of(10, 0x81, 1),
        clearProgram: Uint8Array.of(10, 0x81, 1),
        suggestedParams: await node.algod.getTransactionParams().do(),
      });
      const sent = sendGroup(node.algod, [{ transaction: update, signer: sender }]);
      await expect(sent).rejects.toThrow(refused);
      const again = token.call(sender, 'create', argumentsOf('create'), { payment: null });
      await expect(again).rejects.toThrow(refused);
    }
    expect(await token.read('cap')).toBe(0n);
  });

  test('the exported names of boxes are those of the chain', async () => {
    const { issuer, alice } = people;
    const token = await issued({ partition: trancheA });
    await token.call(issuer, 'arc1643_set_document', [padded('d'), 'x', padded('h')]);

    const { boxes } = await node.algod.getApplicationBoxes(token.appId).do();
    const alicesKey = alice.addr.publicKey;
    const hex = (name: Uint8Array) => Buffer.from(name).toString('hex');
    expect(boxes.map(({ name }) => hex(name)).toSorted()).toEqual(
      [
        arc1400Boxes.holder(alicesKey),
        arc1400Boxes.partition(new Uint8Array(32)),
        arc1400Boxes.partition(padded('tranche-a')),
        arc1400Boxes.partitionBalance(alicesKey, padded('tranche-a')),
        arc1400Boxes.partitionList(alicesKey, 0n),
        arc1400Boxes.document(padded('d')),
        arc1400Boxes.documentIndex(),
      ]
        .map(hex)
        .toSorted(),
    );
  });

  /** Arguments of the right types that mean little. */
  function argumentsOf(name: string) {
    const { args } = arc1400.arc56.methods.find((method) => method.name === name) ?? { args: [] };
    return args.map(({ type, name: argument }) => {
      if (type === 'address') return people.bob;
      if (type === 'byte[32]') return padded('x');
      if (argument === 'flag_key') {
        return Buffer.from(name.includes('partition') ? 'transferable' : 'kyc');
      }
      if (type === 'byte[]') return Buffer.from('x');
      if (type === 'string') return 'x';
      if (type === 'bool') return true;
      return 0n;
    });
  }

  async function minBalance({ address }: SecurityToken): Promise<bigint> {
    return (await node.algod.accountInformation(address).do()).minBalance;
  }
});
