import {
  algorandAccountOf,
  arc76PasswordInput,
  deriveArc76Seed,
  exportAccountAnswer,
} from '@biatec-tokens/core';
import { mnemonicToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import { pbkdf2Sha256OffLoop } from '../../signer/pbkdf2OffLoop.ts';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

test('export() gives the words that open both accounts, and leaves a line of audit', async () => {
  await using h = await createAuthHarness({ pbkdf2: pbkdf2Sha256OffLoop });
  const user = await h.given.user();

  const exported = await h.callAccount(user.accessToken).export({ password: goodPassword });

  expect(exportAccountAnswer.parse(exported)).toMatchObject({
    algorandAddress: user.algorandAddress,
    evmAddress: user.evmAddress,
  });
  const { mnemonic } = exported;
  const seed = await deriveArc76Seed(
    arc76PasswordInput({ password: mnemonic }),
    pbkdf2Sha256OffLoop,
  );
  expect(algorandAccountOf(seed).address).toBe(user.algorandAddress);
  expect(mnemonicToAccount(mnemonic).address).toBe(user.evmAddress);
  expect(h.audit().at(-1)).toMatchObject({
    action: 'account.export',
    outcome: 'success',
    actor: user.userId,
    ip: '192.0.2.7',
  });
  expect(h.storedBytes().includes(mnemonic)).toBe(false);
});

test('export() refuses a wrong password, says so with 403, and leaves a line of audit', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();

  const refusal = h.callAccount(accessToken).export({ password: `${goodPassword}!` });

  await expect(refusal).rejects.toMatchObject({
    cause: { code: 'PASSWORD_CONFIRMATION_FAILED', status: 403 },
  });
  expect(h.audit().at(-1)).toMatchObject({
    action: 'account.export',
    outcome: 'failure',
    error_code: 'PASSWORD_CONFIRMATION_FAILED',
  });
});

test('the user is told by mail that the words were shown, without the words', async () => {
  await using h = await createAuthHarness();
  const { accessToken, email } = await h.given.user();

  const { mnemonic } = await h.callAccount(accessToken).export({ password: goodPassword });

  const [mail] = await h.sendMails();
  expect(mail).toMatchObject({
    to: email,
    subject: 'The secret words of your accounts were shown',
  });
  expect(mail?.text).not.toContain(mnemonic.split(' ').slice(0, 2).join(' '));
});

test.each(['admin', 'issuer', 'compliance', 'viewer'])(
  'export() refuses the role %s',
  async (role) => {
    await using h = await createAuthHarness();
    const { accessToken, userId } = await h.given.user();
    h.setRole(userId, role);

    const refusal = h.callAccount(accessToken).export({ password: goodPassword });

    await expect(refusal).rejects.toMatchObject({ cause: { code: 'FORBIDDEN', status: 403 } });
  },
);

test('export() gives each owner their own words', async () => {
  await using h = await createAuthHarness();
  const users = [
    await h.given.user({ email: 'ann@example.com' }),
    await h.given.user({ email: 'bob@example.com' }),
  ];

  const exported = await Promise.all(
    users.map(({ accessToken }) => h.callAccount(accessToken).export({ password: goodPassword })),
  );

  for (const [at, { evmAddress }] of users.entries())
    expect(mnemonicToAccount(exported[at]?.mnemonic ?? '').address).toBe(evmAddress);
});
