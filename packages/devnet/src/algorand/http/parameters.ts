/** Reads parameters of a request, with algod's words for the wrong ones. */
import { type Address, decodeAddress, findAddressProblem } from '../address.ts';
import { decodeBase32 } from '../base32.ts';
import { Refusal, refusals } from '../errors.ts';

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

/** Bytes in the form "encoding:value", as goal takes arguments and box names. */
export function parseAppCallBytes(text: string, problemPrefix = ''): Buffer {
  const colon = text.indexOf(':');
  if (colon < 0) {
    throw new Refusal(
      400,
      `${problemPrefix}all arguments and box names should be of the form 'encoding:value'`,
    );
  }
  const encoding = text.slice(0, colon);
  const value = text.slice(colon + 1);
  if (encoding === 'abi') throw refusals.unsupported('names in ABI types');
  const decode = Object.hasOwn(encodings, encoding) ? encodings[encoding] : undefined;
  if (decode === undefined) {
    throw new Refusal(400, `${problemPrefix}Unknown encoding: ${encoding}`);
  }
  const result = decode(value);
  if (typeof result === 'string') throw new Refusal(400, problemPrefix + result);
  return result;
}

/** Answers the bytes, or what is wrong with the text. */
type DecodeBytes = (value: string) => Buffer | string;

const decodeText: DecodeBytes = (value) => Buffer.from(value, 'utf8');

const decodeInteger: DecodeBytes = (value) => {
  const problem = findUintProblem(value);
  if (problem !== undefined) {
    return `Could not parse uint64 from string (${value}): strconv.ParseUint: parsing ${JSON.stringify(value)}: ${problem}`;
  }
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

const decodeAddressText: DecodeBytes = (value) => {
  const problem = findAddressProblem(value);
  return problem === undefined
    ? Buffer.from(decodeAddress(value))
    : `Could not unmarshal checksummed address from string (${value}): ${problem}`;
};

const decodeBase32Text: DecodeBytes = (value) => {
  const bytes = decodeBase32(value.replace(/=+$/, ''));
  return bytes === undefined || value.length % 8 !== 0
    ? `Could not decode base32-encoded string (${value}): illegal base32 data`
    : Buffer.from(bytes);
};

const decodeBase64Text: DecodeBytes = (value) => {
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value);
  if (isBase64) return Buffer.from(value, 'base64');
  // The first wrong letter, or the beginning of the four that are not complete.
  const at = /[^A-Za-z0-9+/=]/.exec(value)?.index ?? value.length - (value.length % 4);
  return `Could not decode base64-encoded string (${value}): illegal base64 data at input byte ${at}`;
};

const encodings: Readonly<Record<string, DecodeBytes>> = {
  str: decodeText,
  string: decodeText,
  int: decodeInteger,
  integer: decodeInteger,
  addr: decodeAddressText,
  address: decodeAddressText,
  b32: decodeBase32Text,
  base32: decodeBase32Text,
  'byte base32': decodeBase32Text,
  b64: decodeBase64Text,
  base64: decodeBase64Text,
  'byte base64': decodeBase64Text,
};
