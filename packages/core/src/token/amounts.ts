import { formatAmount, parseAmount } from '../amount/index.ts';
import type { Rule } from './standard.ts';
import { quote } from './text.ts';

/** Least and most base units of an amount. */
export interface AmountBounds {
  readonly minimum: 0n | 1n;
  readonly maximum: bigint;
}

/** An amount twice: in whole tokens and in base units. */
export interface Amount {
  readonly text: string;
  readonly baseUnits: string;
}

const plainDecimal = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;
// As in `parseAmount`: room for every amount, none for a text made to keep us busy.
const charactersMax = 100;

/** Finds what is wrong with an amount of whole tokens, whatever the decimals are. */
export function findAmountProblem(
  text: string,
  { minimum, maximum }: AmountBounds,
): string | undefined {
  if (text.length > charactersMax)
    return `has ${text.length} characters, should have at most ${charactersMax}`;
  if (!plainDecimal.test(text)) {
    return `${quote(text)} is no plain decimal number, should be digits and at most one point, such as "12.5"`;
  }
  if (minimum > 0n && !/[1-9]/.test(text)) return `is ${quote(text)}, should be more than zero`;
  return BigInt(wholeOf(text)) > maximum ? tooMuch(maximum) : undefined;
}

type WithAmount<Field extends string> = { readonly decimals: number } & {
  readonly [F in Field]?: string;
};

/** An amount has no more fraction digits than the token has decimals, and fits the chain in base units. */
export function amountFits<Field extends string>(
  field: Field,
  code: 'TOKEN_INVALID_SUPPLY' | 'TOKEN_INVALID_CAP',
  { maximum }: AmountBounds,
): Rule<WithAmount<Field>> {
  return {
    // Both are keys of the request, which the compiler cannot see while `Field` is open.
    needs: [field, 'decimals'] as Rule<WithAmount<Field>>['needs'],
    check: (request) => {
      const text: string | undefined = request[field];
      const { decimals } = request;
      if (text === undefined) return [];
      const digits = fractionOf(text).length;
      if (digits > decimals) {
        return [
          {
            path: field,
            code,
            message: `has ${digits} fraction digits, should have at most ${decimals}, the decimals`,
          },
        ];
      }
      return parseAmount(text, decimals) > maximum
        ? [{ path: field, code, message: tooMuch(maximum, decimals) }]
        : [];
    },
  };
}

/** A cap leaves room for the initial supply. */
export const capCoversInitialSupply: Rule<{
  readonly initialSupply: string;
  readonly cap?: string;
}> = {
  needs: ['cap', 'initialSupply'],
  check: ({ cap, initialSupply }) => {
    if (cap === undefined || scaled(cap) >= scaled(initialSupply)) return [];
    return [
      {
        path: 'cap',
        code: 'TOKEN_INVALID_CAP',
        message: `is ${quote(cap)}, should be at least the initial supply, ${quote(initialSupply)}`,
      },
    ];
  },
};

/** Writes a valid amount in its shortest form and in base units. */
export function amountOf(text: string, decimals: number): Amount {
  const baseUnits = parseAmount(text, decimals);
  return { text: formatAmount(baseUnits, decimals), baseUnits: baseUnits.toString() };
}

function tooMuch(maximum: bigint, decimals = 0): string {
  return `is more than the chain can hold, should be at most "${formatAmount(maximum, decimals)}"`;
}

function wholeOf(text: string): string {
  return text.split('.', 1)[0] ?? '';
}

function fractionOf(text: string): string {
  return text.split('.', 2)[1] ?? '';
}

/** A number that compares like the decimal, whatever its fraction digits. */
function scaled(text: string): bigint {
  return BigInt(wholeOf(text) + fractionOf(text).padEnd(charactersMax, '0'));
}
