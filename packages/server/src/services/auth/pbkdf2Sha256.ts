/**
 * Password hashes by PBKDF2-HMAC-SHA-256, in PHC form, for where only FIPS algorithms may be used.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8018
 */
import { pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
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

export async function hash(password: string, { iterations }: Pbkdf2Cost): Promise<string> {
  const salt = randomBytes(saltBytes);
  return phcOf(iterations, salt, await derive(password, salt, iterations, hashBytes, 'sha256'));
}

export async function verify(password: string, phc: string): Promise<boolean> {
  const [, iterations, salt = '', expected = ''] = phcForm.exec(phc) ?? [];
  if (iterations === undefined) return false;
  const found = await derive(
    password,
    Buffer.from(salt, 'base64'),
    Number(iterations),
    hashBytes,
    'sha256',
  );
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

function phcOf(iterations: number, salt: Buffer, bytes: Buffer): string {
  return `$pbkdf2-sha256$i=${iterations}$${unpadded(salt)}$${unpadded(bytes)}`;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
