import { createHash, randomBytes } from 'node:crypto';
import { toBase32 } from './totp.ts';

export const recoveryCodeCount = 10;

/** 80 bits: nobody finds one by trying, also not with the hashes at hand. So a fast hash will do. */
const codeBytes = 10;

/** Fresh codes as the user keeps them: `ABCD-EFGH-IJKL-MNOP`. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: recoveryCodeCount }, () => {
    const text = toBase32(randomBytes(codeBytes));
    return (text.match(/.{4}/g) ?? []).join('-');
  });
}

/** What is stored of a code: bound to its user, whatever hyphens, spaces and case it was typed with. */
export function hashRecoveryCode(userId: string, code: string): string {
  const plain = code.replaceAll(/[\s-]/g, '').toUpperCase();
  return createHash('sha256').update(`${userId}:${plain}`).digest('hex');
}
