import fc from 'fast-check';
import { expect, test } from 'vitest';
import { feeLimits, quoteFees, raise, type Fees } from './fees.ts';

const gwei = (most: number) => fc.bigInt({ min: 0n, max: BigInt(most) * 10n ** 9n });
const fees = fc.tuple(gwei(600), gwei(30)).map(([maxFeePerGas, tip]): Fees => ({
  maxFeePerGas: maxFeePerGas < tip ? tip : maxFeePerGas,
  maxPriorityFeePerGas: tip,
}));

function blockWith(baseFeePerGas: bigint) {
  return { number: 1n, hash: '0x' as const, parentHash: '0x' as const, baseFeePerGas };
}

test('a quote has room for the base fee to double, never passes the limits and never tips more than all', () => {
  fc.assert(
    fc.property(gwei(900), gwei(60), (baseFee, tip) => {
      const { maxFeePerGas, maxPriorityFeePerGas } = quoteFees(blockWith(baseFee), tip, feeLimits);

      expect(maxPriorityFeePerGas).toBeLessThanOrEqual(maxFeePerGas);
      expect(maxFeePerGas).toBeLessThanOrEqual(feeLimits.maxFeePerGas);
      expect(maxPriorityFeePerGas).toBeLessThanOrEqual(feeLimits.maxPriorityFeePerGas);
      if (maxFeePerGas < feeLimits.maxFeePerGas)
        expect(maxFeePerGas).toBe(2n * baseFee + maxPriorityFeePerGas);
    }),
  );
});

test('a raise is an eighth more on both fees and at least the quote, or there is none', () => {
  fc.assert(
    fc.property(fees, fees, (offered, quote) => {
      const raised = raise(offered, quote, feeLimits);
      if (raised === undefined) return;

      for (const fee of ['maxFeePerGas', 'maxPriorityFeePerGas'] as const) {
        expect(raised[fee] * 1_000n).toBeGreaterThanOrEqual(offered[fee] * 1_125n);
        expect(raised[fee]).toBeGreaterThan(offered[fee]);
        expect(raised[fee]).toBeGreaterThanOrEqual(quote[fee]);
        expect(raised[fee]).toBeLessThanOrEqual(feeLimits[fee]);
      }
      expect(raised.maxPriorityFeePerGas).toBeLessThanOrEqual(raised.maxFeePerGas);
    }),
  );
});

test('raising again and again under an unchanged quote ends', () => {
  fc.assert(
    fc.property(fees, (quote) => {
      let offered: Fees | undefined = quote;
      for (let raises = 0; raises < 40 && offered !== undefined; raises += 1)
        offered = raise(offered, quote, feeLimits);

      expect(offered).toBeUndefined();
    }),
  );
});
