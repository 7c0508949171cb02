import algosdk from 'algosdk';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeAddress } from '../address.ts';
import { findFormProblem } from '../check/wellFormed.ts';
import { TransactionError } from '../errors.ts';
import { prepareTransaction } from '../transactionId.ts';
import { type ChainFacts, evaluateGroup } from './evaluate.ts';
import { emptyAccount, State } from './state.ts';
import type { Transaction } from '../wire/fields.ts';

const addresses = Array.from({ length: 4 }, (_, index) =>
  encodeAddress(new Uint8Array(32).fill(index + 1)),
);
const feeSink = encodeAddress(new Uint8Array(32).fill(200));
const rewardsPool = encodeAddress(new Uint8Array(32).fill(201));
const chain: ChainFacts = {
  genesisId: 'property-v1',
  genesisHash: new Uint8Array(32).fill(9),
  feeSink,
  rewardsPool,
};

const anyAddress = fc.constantFrom(...addresses);
const anyAmount = fc.bigInt({ min: 0n, max: 600_000n });
const header = { gh: chain.genesisHash, lv: 1_000n };
const anyTransaction: fc.Arbitrary<Transaction> = fc
  .oneof(
    fc.record({
      type: fc.constant('pay'),
      snd: anyAddress,
      rcv: anyAddress,
      amt: anyAmount,
      fee: anyAmount,
    }),
    fc.record({
      type: fc.constant('pay'),
      snd: anyAddress,
      close: anyAddress,
      fee: fc.constant(1_000n),
    }),
    fc.record({
      type: fc.constant('acfg'),
      snd: anyAddress,
      fee: fc.constant(1_000n),
      apar: fc.record({ t: anyAmount, m: anyAddress, c: anyAddress }),
    }),
    fc.record({
      type: fc.constant('axfer'),
      snd: anyAddress,
      xaid: fc.bigInt({ min: 1n, max: 12n }),
      aamt: fc.bigInt({ min: 0n, max: 5n }),
      arcv: anyAddress,
      fee: fc.constant(1_000n),
    }),
  )
  .filter((txn) => findFormProblem({ ...header, ...txn }, feeSink) === undefined);

function snapshot(state: State) {
  return {
    accounts: [...state.accounts.changes()],
    holdings: [...state.holdings.changes()],
    assets: [...state.assets.changes()],
    inclusions: [...state.inclusions.changes()],
    counter: state.counter,
  };
}

function totals(state: State) {
  let algos = 0n;
  const held = new Map<string, bigint>();
  for (const [, account] of state.accounts.changes()) algos += account?.amount ?? 0n;
  for (const [key, holding] of state.holdings.changes()) {
    const assetId = key.slice(key.indexOf(':') + 1);
    held.set(assetId, (held.get(assetId) ?? 0n) + (holding?.amount ?? 0n));
  }
  return { algos, held };
}

test('whatever is sent: no Algo and no unit appears or vanishes, and a refused group changes nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(anyTransaction, { minLength: 1, maxLength: 4 }), { maxLength: 25 }),
      (groups) => {
        const root = new State();
        for (const address of addresses)
          root.accounts.set(address, { ...emptyAccount, amount: 1_500_000n });
        const algosBefore = totals(root).algos;

        for (const [index, group] of groups.entries()) {
          const note = Uint8Array.of(index + 1);
          const prepared = group.map((txn, position) =>
            prepareTransaction({
              txn: { ...header, ...txn, note, lx: new Uint8Array(32).fill(position + 1) },
            }),
          );
          const before = snapshot(root);
          try {
            evaluateGroup(prepared, {
              chain,
              pending: root,
              round: 5n,
              offset: 0,
              headerOf: () => ({}),
            });
          } catch (error) {
            expect(error).toBeInstanceOf(TransactionError);
            expect(snapshot(root)).toEqual(before);
          }
        }

        const after = totals(root);
        expect(after.algos).toBe(algosBefore);
        for (const [assetId, asset] of root.assets.changes()) {
          expect(after.held.get(assetId.toString())).toBe(asset?.params.t ?? 0n);
        }
        for (const [address, account] of root.accounts.changes()) {
          const held = [...root.holdings.changes()].filter(([key]) => key.startsWith(address));
          expect(account?.assetsHeld ?? 0n).toBe(BigInt(held.length));
          if (account && address !== feeSink && account.amount > 0n) {
            expect(account.amount).toBeGreaterThanOrEqual(100_000n * (1n + account.assetsHeld));
          }
        }
      },
    ),
  );
});

test('a zero address is the one algosdk writes', () => {
  expect(algosdk.ALGORAND_ZERO_ADDRESS_STRING).toBe(encodeAddress(new Uint8Array(32)));
});
