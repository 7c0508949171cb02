/**
 * Password hashes by PBKDF2-HMAC-SHA-256, in PHC form, for where only FIPS algorithms may be used.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8018
 */
import { pbkdf2, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export interface Pbkdf2Cost {
  readonly iterations: number;
}

/** The least iterations allowed: OWASP's recommendation. */
export const iterationsMin = 600_000;

const saltBytes = 16;
const hashBytes = 32;
const phcForm = /^\$pbkdf2-sha256\$i=(\d+)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;
const derive = promisify(pbkdf2);

/** Where the work is done. @returns 32 bytes */
export type DerivePassword = (
  password: string,
  salt: Uint8Array,
  iterations: number,
) => Promise<Uint8Array>;

/** In the thread pool of the process. */
export const deriveInPool: DerivePassword = (password, salt, iterations) =>
  derive(password, salt, iterations, hashBytes, 'sha256');

/** The same, by whoever has a thread to block. */
export function deriveNow(password: string, salt: Uint8Array, iterations: number): Uint8Array {
  return pbkdf2Sync(password, salt, iterations, hashBytes, 'sha256');
}

export async function hash(
  password: string,
  { iterations }: Pbkdf2Cost,
  deriveBytes: DerivePassword,
): Promise<string> {
  const salt = randomBytes(saltBytes);
  return phcOf(iterations, salt, await deriveBytes(password, salt, iterations));
}

export async function verify(
  password: string,
  phc: string,
  deriveBytes: DerivePassword,
): Promise<boolean> {
  const [, iterations, salt = '', expected = ''] = phcForm.exec(phc) ?? [];
  if (iterations === undefined) return false;
  const found = await deriveBytes(password, Buffer.from(salt, 'base64'), Number(iterations));
  return timingSafeEqual(found, Buffer.from(expected, 'base64'));
}

/** The iterations of such a hash, or undefined when the text is none. */
export function findIterations(phc: string): number | undefined {
  const [, iterations] = phcForm.exec(phc) ?? [];
  return iterations === undefined ? undefined : Number(iterations);
}

/** A hash that no password has, as far as anybody knows. */
export function dummyHash({ iterations }: Pbkdf2Cost): string {
  return phcOf(iterations, Buffer.alloc(saltBytes), Buffer.alloc(hashBytes));
}

function phcOf(iterations: number, salt: Uint8Array, bytes: Uint8Array): string {
  return `$pbkdf2-sha256$i=${iterations}$${unpadded(salt)}$${unpadded(bytes)}`;
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
