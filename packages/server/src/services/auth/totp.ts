/**
 * Time-based one-time codes as authenticator apps make them: HMAC-SHA-1, 30 seconds, 6 digits.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6238
 * @see https://www.rfc-editor.org/rfc/rfc4226
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How a code is made. Apps know no other than the default, whatever the standard allows. */
export interface TotpForm {
  readonly hash: 'sha1' | 'sha256' | 'sha512';
  readonly digits: number;
}

const appForm: TotpForm = { hash: 'sha1', digits: 6 };
const stepSeconds = 30;
/** As long as the hash, as RFC 4226 section 4 asks for. */
const secretBytes = 20;
/** Steps before and after the present one that are taken too: clocks differ, and typing takes time. */
const stepsAround = 1;
const issuer = 'BiatecTokens';

export function newTotpSecret(): Buffer {
  return randomBytes(secretBytes);
}

/** Number of the step that a moment is in. */
export function stepAt(now: Date): number {
  return Math.floor(now.getTime() / 1_000 / stepSeconds);
}

/** The code of a step (RFC 4226 section 5.3, with the step as the counter). */
export function totpAt(
  secret: Uint8Array,
  step: number,
  { hash, digits }: TotpForm = appForm,
): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(hash, secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const truncated = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, '0');
}

/** The step whose code this is, of those around now; undefined when it is none's. Compares all of them, in constant time. */
export function findStep(secret: Uint8Array, code: string, now: Date): number | undefined {
  const given = Buffer.from(code);
  let found: number | undefined;
  for (let step = stepAt(now) - stepsAround; step <= stepAt(now) + stepsAround; step += 1) {
    const expected = Buffer.from(totpAt(secret, step));
    if (given.length === expected.length && timingSafeEqual(given, expected)) found = step;
  }
  return found;
}

/** What an app reads from a QR code. */
export function otpauthUri(secret: Uint8Array, email: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`;
  const fields = { secret: toBase32(secret), issuer, algorithm: 'SHA1', digits: '6', period: '30' };
  return `otpauth://totp/${label}?${new URLSearchParams(fields).toString()}`;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648 section 6). */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >>> bits) & 31] ?? '';
    }
  }
  return bits === 0 ? text : text + (alphabet[(value << (5 - bits)) & 31] ?? '');
}
