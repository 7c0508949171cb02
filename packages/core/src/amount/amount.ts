/** Amounts: whole tokens as decimal strings on the wire, base units as bigint in code, nothing ever rounded. */
import { AppError } from '../error/appError.ts';
import { assertNever } from '../internal/assertNever.ts';

/** The largest amount of an Algorand asset, in base units. */
export const uint64Max = 2n ** 64n - 1n;

/** The largest amount of an ARC-200 or ERC-20 token, in base units. */
export const uint256Max = 2n ** 256n - 1n;

/** The most decimal places a token can have. */
export const decimalsMax = 19;

// 78 digits hold the largest uint256, so this leaves room for every amount and none for a text made to keep us busy.
const textLengthMax = 100;
const shape = /^(?<whole>0|[1-9][0-9]*)(?:\.(?<fraction>[0-9]+))?$/;

/** Why an amount was refused. */
export type AmountProblem = 'not_a_decimal' | 'too_many_fraction_digits' | 'too_long';

/**
 * Reads a decimal string of whole tokens as base units.
 *
 * Exact or refused: no exponent, sign, white space, separator, leading zero or bare point. The largest amount is the
 * caller's rule, see {@link uint64Max} and {@link uint256Max}.
 *
 * @param text - For instance `"1000000"` or `"12.5"`.
 * @param decimals - Decimal places of the token, 0 to 19.
 * @returns The amount in the token's smallest unit, zero or more.
 * @throws {InvalidAmountError} If the text is not such a string or has more than `decimals` fraction digits.
 * @throws {RangeError} If `decimals` is not an integer from 0 to 19.
 * @example
 * parseAmount('12.5', 6) // 12_500_000n
 */
export function parseAmount(text: string, decimals: number): bigint {
  checkDecimals(decimals);
  if (text.length > textLengthMax) {
    throw new InvalidAmountError({ problem: 'too_long', length: text.length });
  }
  const parts = shape.exec(text)?.groups;
  if (parts === undefined) throw new InvalidAmountError({ problem: 'not_a_decimal' });

  const { whole = '', fraction = '' } = parts;
  if (fraction.length > decimals) {
    throw new InvalidAmountError({
      problem: 'too_many_fraction_digits',
      found: fraction.length,
      decimals,
    });
  }
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

/**
 * Formats an amount of base units as a decimal string.
 *
 * Exact for every size; use it instead of dividing numbers.
 *
 * @param amountBaseUnits - Amount in the token's smallest unit, zero or more.
 * @param decimals - Decimal places of the token, 0 to 19.
 * @returns The shortest exact form: `"1.5"`, never `"1.500"`.
 * @throws {RangeError} If the amount is negative or `decimals` is not an integer from 0 to 19.
 * @example
 * formatAmount(1_500_000n, 6) // "1.5"
 */
export function formatAmount(amountBaseUnits: bigint, decimals: number): string {
  checkDecimals(decimals);
  if (amountBaseUnits < 0n) {
    throw new RangeError('Cannot format amount: is negative, should be zero or more');
  }
  const digits = amountBaseUnits.toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const fraction = digits.slice(point).replace(/0+$/, '');
  return fraction === '' ? digits.slice(0, point) : `${digits.slice(0, point)}.${fraction}`;
}

function checkDecimals(decimals: number): void {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > decimalsMax) {
    throw new RangeError(
      `Cannot use decimals: is "${decimals}", should be an integer from 0 to ${decimalsMax}`,
    );
  }
}

/** Thrown when a text is not an exact amount of whole tokens. */
export class InvalidAmountError extends AppError {
  override readonly name = 'InvalidAmountError';
  readonly problem: AmountProblem;

  constructor(
    facts:
      | { problem: 'not_a_decimal' }
      | { problem: 'too_many_fraction_digits'; found: number; decimals: number }
      | { problem: 'too_long'; length: number },
  ) {
    super({
      code: 'INVALID_AMOUNT',
      message: `Cannot read amount: ${sentenceOf(facts)}`,
      details: { ...facts },
    });
    this.problem = facts.problem;
  }
}

function sentenceOf(facts: ConstructorParameters<typeof InvalidAmountError>[0]): string {
  switch (facts.problem) {
    case 'not_a_decimal':
      return 'should be a decimal string such as "1000000" or "12.5", without sign, exponent or leading zeros';
    case 'too_many_fraction_digits':
      return `has ${facts.found} fraction digits, should have at most ${facts.decimals}`;
    case 'too_long':
      return `has ${facts.length} characters, should have at most ${textLengthMax}`;
    default:
      return assertNever(facts);
  }
}
