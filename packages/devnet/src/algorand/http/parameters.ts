/** Reads parameters of a request, with algod's words for the wrong ones. */
import { type Address, findAddressProblem } from '../address.ts';
import { decodeBase32 } from '../base32.ts';
import { refusals } from '../errors.ts';

const uint64Max = 2n ** 64n - 1n;

export function parseUintParameter(name: string, text: string): bigint {
  const problem = findUintProblem(text);
  if (problem === undefined) return BigInt(text);
  throw refusals.badParameter(
    name,
    `error binding string parameter: strconv.ParseUint: parsing ${JSON.stringify(text)}: ${problem}`,
  );
}

function findUintProblem(text: string): string | undefined {
  if (!/^\d+$/.test(text)) return 'invalid syntax';
  return BigInt(text) > uint64Max ? 'value out of range' : undefined;
}

const truths: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

export function parseBoolParameter(name: string, text: string): boolean {
  const value = Object.hasOwn(truths, text) ? truths[text] : undefined;
  if (value !== undefined) return value;
  throw refusals.badParameter(
    name,
    `error binding string parameter: strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`,
  );
}

export function parseAddressParameter(text: string): Address {
  const problem = findAddressProblem(text);
  if (problem === undefined) return text;
  throw refusals.badParameter(
    'address',
    `error unmarshaling '${text}' text as *basics.Address: ${problem}`,
  );
}

export function parseTransactionId(text: string): string {
  const bytes = decodeBase32(text);
  if (text.length !== 52 || bytes === undefined) throw refusals.noTransactionId();
  return text;
}

export type Format = 'json' | 'msgpack';

export function parseFormat(query: URLSearchParams): Format {
  const format = query.get('format') ?? 'json';
  if (format === 'json' || format === 'msgpack') return format;
  if (format === 'msgp') return 'msgpack';
  throw refusals.badFormat();
}
