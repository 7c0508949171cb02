/** Random calls against a plain model of the token: after each one all amounts are the model's, and the sums are right. */
import fc from 'fast-check';
import type { Account } from 'algosdk';
import { afterAll, describe, expect, test } from 'vitest';
import { arc1400 } from '../index.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import {
  defaultPartition,
  issueSecurity,
  openPartition,
  padded,
  partitionOf,
  type SecurityToken,
} from '../testing/algorand/securityToken.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const seed = Number(process.env['MODEL_SEED'] ?? Date.now() % 1_000_000);
const callsCount = Number(process.env['MODEL_CALLS'] ?? 80);
const holderNames = ['alice', 'bob', 'carol'] as const;
const partitions = [defaultPartition, partitionOf('a'), partitionOf('b')] as const;
const labels = ['', 'a', 'b'] as const;
const cap = 2_000n;
const data = Buffer.from('');
const reason = Buffer.from('test');

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

const index = fc.nat({ max: 2 });
const amount = fc
  .oneof(
    { weight: 6, arbitrary: fc.nat({ max: 150 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 700) },
  )
  .map(BigInt);
// Mostly movements, and switches that mostly let them pass: a token that is halted for long shows little.
const kind = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'transfer',
      'partitionTransfer',
      'operatorTransfer',
      'issue',
      'redeem',
      'operatorRedeem',
      'force',
      'forceRedeem',
      'portion',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('list', 'halt', 'open') },
);
const step = fc.record({
  kind,
  from: index,
  to: index,
  partition: index,
  amount,
  isFree: fc.oneof(
    { weight: 3, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the token should hold and forbid. */
function createModel() {
  const held = holderNames.map(() => [0n, 0n, 0n]);
  held[0] = [300n, 1_000n, 0n];
  return {
    held,
    kyc: [true, true, true],
    open: [true, true, true],
    portions: holderNames.map(() => [0n, 0n, 0n]),
    halted: false,
  };
}
type Model = ReturnType<typeof createModel>;

function total(model: Model): bigint {
  return model.held.flat().reduce((sum, value) => sum + value, 0n);
}

/** Carries a step out in the model; answers the refusal that the contract should give, or nothing. */
function apply(model: Model, { kind, from, to, partition, amount: value, isFree }: Step) {
  const at = <T>(list: readonly T[], index_: number): T => list[index_] as T;
  const have = () => at(at(model.held, from), partition);
  const leaving = (of: number): string | undefined => {
    if (model.halted) return '14 GlobalTransferHalted';
    if (!at(model.kyc, from)) return '10 SenderNotEligible';
    if (!at(model.open, of)) return '12 PartitionRestricted';
    if (at(at(model.held, from), of) < value) return '13 AmountExceedsPartitionBalance';
    return undefined;
  };
  const arriving = () => (at(model.kyc, to) ? undefined : '11 RecipientNotEligible');
  const add = (holder: number, of: number, by: bigint) => {
    const row = at(model.held, holder);
    row[of] = at(row, of) + by;
  };
  const move = (of: number, judged: string | undefined) => {
    if (judged !== undefined) return judged;
    add(from, of, -value);
    add(to, of, value);
    return undefined;
  };
  const portion = () => at(at(model.portions, from), partition);
  const covered = () => portion() > 0n && portion() >= value;
  const useUp = () => {
    (model.portions[from] as bigint[])[partition] = portion() - value;
  };

  switch (kind) {
    case 'transfer':
      return move(0, leaving(0) ?? arriving());
    case 'partitionTransfer':
      return move(partition, leaving(partition) ?? arriving());
    case 'operatorTransfer': {
      if (!covered()) return '0x58 OperatorNotAuthorized';
      const refused = move(partition, leaving(partition) ?? arriving());
      if (refused === undefined) useUp();
      return refused;
    }
    case 'issue': {
      const refused =
        arriving() ?? (total(model) + value > cap ? 'supply over the cap' : undefined);
      if (refused === undefined) add(to, partition, value);
      return refused;
    }
    case 'redeem': {
      const refused = leaving(partition);
      if (refused === undefined) add(from, partition, -value);
      return refused;
    }
    case 'operatorRedeem': {
      if (!covered()) return '0x58 OperatorNotAuthorized';
      const refused = leaving(partition);
      if (refused === undefined) {
        add(from, partition, -value);
        useUp();
      }
      return refused;
    }
    case 'force':
      return move(partition, have() < value ? '13 AmountExceedsPartitionBalance' : arriving());
    case 'forceRedeem':
      if (have() < value) return '13 AmountExceedsPartitionBalance';
      add(from, partition, -value);
      return undefined;
    case 'portion':
      (model.portions[from] as bigint[])[partition] = value;
      return undefined;
    case 'list':
      model.kyc[to] = isFree;
      return undefined;
    case 'halt':
      model.halted = !isFree;
      return undefined;
    case 'open':
      model.open[partition] = isFree;
      return undefined;
  }
}

describe('ARC-1400 model', () => {
  test(`${callsCount} random calls (MODEL_SEED=${seed})`, { timeout: 240_000 }, async () => {
    const people = await node.fund(
      ['issuer', 'alice', 'bob', 'carol', 'operator', 'controller'],
      150_000_000n,
    );
    const { issuer, alice, operator, controller } = people;
    const holders = holderNames.map((name) => people[name]);
    const token = await issueSecurity(node, issuer, {
      receiver: alice,
      partition: partitions[1],
      cap,
    });
    await openPartition(token, issuer, partitions[2]);
    for (const holder of holders) {
      await token.call(issuer, 'set_investor_flag', [holder, Buffer.from('kyc'), 1n]);
    }
    await token.call(issuer, 'arc1594_issue', [alice, 300n, data]);
    await token.call(issuer, 'arc1644_set_controller', [controller]);
    const model = createModel();
    const steps = fc.sample(step, { seed, numRuns: callsCount });
    const seen: Record<string, number> = {};

    for (const [number, next] of steps.entries()) {
      const expected = apply(model, next);
      const sent = send(token, next);
      const label = `call ${number} of seed ${seed}: ${describe_(next)}`;
      if (expected === undefined) await sent;
      else expect(await refusalOfCall(arc1400, sent), label).toBe(expected);
      const outcome = expected ?? 'done';
      seen[outcome] = (seen[outcome] ?? 0) + 1;
      await expectSame(label);
    }
    console.info(`Model seed ${seed}:`, seen);

    function send(of: SecurityToken, { kind, from, to, partition, amount: value, isFree }: Step) {
      const holder = holders[from] as Account;
      const receiver = holders[to] as Account;
      const id = partitions[partition] as string;
      const key = padded(labels[partition] as string);
      const bit = isFree ? 1n : 0n;
      const calls = {
        transfer: [holder, 'arc200_transfer', [receiver, value]],
        partitionTransfer: [holder, 'arc1410_transfer_by_partition', [id, receiver, value, data]],
        operatorTransfer: [
          operator,
          'arc1410_operator_transfer_by_partition',
          [holder, id, receiver, value, data],
        ],
        issue: [issuer, 'arc1410_issue_by_partition', [receiver, id, value, data]],
        redeem: [holder, 'arc1410_redeem_by_partition', [id, value, data]],
        operatorRedeem: [
          operator,
          'arc1410_operator_redeem_by_partition',
          [holder, id, value, data],
        ],
        force: [
          controller,
          'arc1644_controller_transfer_partition',
          [holder, receiver, key, value, data, reason],
        ],
        forceRedeem: [
          controller,
          'arc1644_controller_redeem_partition',
          [holder, key, value, reason],
        ],
        portion: [holder, 'arc1410_authorize_operator_by_portion', [holder, operator, id, value]],
        list: [issuer, 'set_investor_flag', [receiver, Buffer.from('kyc'), bit]],
        halt: [issuer, 'arc1594_set_halted', [!isFree]],
        open: [issuer, 'arc1410_set_partition_flag', [id, Buffer.from('transferable'), bit]],
      } as const;
      const [sender, method, args] = calls[kind];
      return of.call(sender, method, args);
    }

    /** Everything at once and at the end of every call: partitions to balance, balances to supply, and both to the model. */
    async function expectSame(label: string): Promise<void> {
      let supply = 0n;
      for (const [at, holder] of holders.entries()) {
        const amounts = await Promise.all(
          partitions.map((id) => token.read('arc1410_balance_of_partition', holder, id)),
        );
        const balance = await token.read('arc200_balanceOf', holder);
        expect(amounts, label).toEqual(model.held[at]);
        expect(balance, label).toBe((amounts as bigint[]).reduce((sum, one) => sum + one, 0n));
        supply += balance as bigint;
      }
      expect(await token.read('arc200_totalSupply'), label).toBe(supply);
    }
  });
});

function describe_(one: Step): string {
  return JSON.stringify(one, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
}
