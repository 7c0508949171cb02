import { expect, test } from 'vitest';
import { withoutProof } from './stepUp.ts';

test('what an idempotency key is compared by holds no proof: a fast hash of it would give a password away', () => {
  const proof = { password: 'Public test passw0rd', totp: '123456', recoveryCode: 'ABCD' };

  expect(withoutProof({ userId: 'ann', role: 'viewer', ...proof })).toEqual({
    userId: 'ann',
    role: 'viewer',
  });
  expect(withoutProof(undefined)).toBeUndefined();
  expect(withoutProof('text')).toBe('text');
});
