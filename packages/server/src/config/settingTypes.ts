/** What the text of a setting can be. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { Secret } from '../internal/secret.ts';

const text = z.string();
const jwtSecretBytesMin = 32;

export function wholeNumber(minimum: number, maximum: number): z.ZodType<number, string> {
  const message = `should be a whole number from ${minimum} to ${maximum}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, message)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum, message);
}

export function jwtSecretText(): z.ZodType<Secret<string>, string> {
  return text
    .refine(
      (value) => Buffer.byteLength(value) >= jwtSecretBytesMin && new Set(value).size > 8,
      `should be random and have at least ${jwtSecretBytesMin} bytes; make one with: openssl rand -base64 48`,
    )
    .transform((value) => new Secret(value));
}

export function perMinute(): z.ZodType<number, string> {
  return wholeNumber(1, 1_000_000);
}

export function yesOrNo(): z.ZodType<boolean, string> {
  return z.enum(['true', 'false']).transform((value) => value === 'true');
}

export function vaultName(): z.ZodType<string, string> {
  return text.regex(
    /^\w[\w.-]*(\/\w[\w.-]*)*$/,
    'should be a name of letters, digits, "-", "_", "." and "/"',
  );
}

export function url(...protocols: readonly string[]): z.ZodType<string, string> {
  return text.refine((value) => isUrl(value, protocols), 'should be an http or https URL');
}

export function isUrl(item: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(item)) return false;
  const { protocol, username, password } = new URL(item);
  // A "%" that begins no escape would not be read as credentials.
  const badEscape = /%(?![0-9A-Fa-f]{2})/;
  return protocols.includes(protocol) && !badEscape.test(username + password);
}

/** @param show - What of a wrong item may be shown. @default all of it */
export function listOf(
  isItem: (item: string) => boolean,
  message: string,
  show: (item: string) => string = JSON.stringify,
): z.ZodType<string[], string> {
  return z.string().transform((value, context) => {
    const items = splitList(value);
    for (const item of items) {
      if (!isItem(item)) {
        context.addIssue({ code: 'custom', message: `${show(item)} ${message}` });
      }
    }
    return items;
  });
}

export function splitList(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

export function isAddressOrNetwork(item: string): boolean {
  const [address = '', prefix, ...rest] = item.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  const bits = family === 6 ? 128 : 32;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits);
}
