import { stepAt, totpAt } from '../services/auth/totp.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What shows codes for a secret, as the app on a phone does. */
export function createAuthenticatorApp(base32: string, clock: { now(): Date }) {
  const bits = base32
    .split('')
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'));
  const bytes = (bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const secret = Uint8Array.from(bytes);
  return {
    secret,
    /** The code of now, or of some steps away. */
    code: (stepsAway = 0) => totpAt(secret, stepAt(clock.now()) + stepsAway),
  };
}
