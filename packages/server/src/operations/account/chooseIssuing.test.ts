import { createHash } from 'node:crypto';
import type { Pbkdf2 } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { createAuthHarness, goodPassword } from '../../testing/createAuthHarness.ts';

const proof = { password: goodPassword };
const arc76 = { email: 'old@example.com', password: 'Public arc76 password' };
const quick: Pbkdf2 = async (password, salt) =>
  createHash('sha256').update(password).update(salt).digest();
const codeOf = (error: unknown) => (error as { cause: { code: string } }).cause.code;

/** An owner with two Algorand-family accounts, of which the imported one issues. */
async function createOwner() {
  const h = await createAuthHarness({ pbkdf2: quick });
  const user = await h.given.user();
  const account = h.callAccount(user.accessToken);
  const imported = await account.importArc76({ arc76, acceptRisk: true, ...proof });
  const { items } = await account.list();
  const [created, evm] = items.map(({ accountId }) => accountId);
  return { h, user, account, imported: imported.account, created: created ?? '', evm: evm ?? '' };
}

test('the account chosen issues, at once, and another of its family does not any more', async () => {
  const { h, user, account, imported, created } = await createOwner();
  await using _ = h;

  const chosen = await account.chooseIssuing({ accountId: created, ...proof });

  expect(chosen.account).toMatchObject({ address: user.algorandAddress, issuing: true });
  expect(await h.call(user.accessToken).profile()).toMatchObject({
    algorandAddress: user.algorandAddress,
  });
  const { items } = await account.list();
  expect(items.filter(({ issuing }) => issuing).map(({ address }) => address)).toEqual([
    user.algorandAddress,
    user.evmAddress,
  ]);
  expect(h.audit().at(-1)).toMatchObject({
    action: 'account.issuing',
    outcome: 'success',
    target: created,
    details: { address: user.algorandAddress, previous: imported.address },
  });
  const [mail] = await h.sendMails();
  expect(mail).toMatchObject({ subject: 'Another account issues your tokens' });
});

test('to choose the account that issues already changes nothing and mails nobody', async () => {
  const { h, account, imported, evm } = await createOwner();
  await using _ = h;
  const mails = h.outbox().length;

  for (const accountId of [imported.accountId, evm]) {
    const { account: chosen } = await account.chooseIssuing({ accountId, ...proof });
    expect(chosen).toMatchObject({ accountId, issuing: true });
  }

  expect(h.outbox()).toHaveLength(mails);
});

test('an account that is not there, or not of the organization, is not found', async () => {
  const { h, account } = await createOwner();
  await using _ = h;
  const other = await h.given.user({ email: 'bob@example.com' });
  const { items } = await h.callAccount(other.accessToken).list();

  for (const accountId of [items[0]?.accountId ?? '', 'acc_0000000000'])
    await expect(account.chooseIssuing({ accountId, ...proof })).rejects.toMatchObject({
      cause: {
        code: 'ACCOUNT_NOT_FOUND',
        status: 404,
        message: `Cannot find account "${accountId}" in your organization`,
      },
    });
});

test('it asks for proof of who asks', async () => {
  const { h, account, created } = await createOwner();
  await using _ = h;

  expect(await account.chooseIssuing({ accountId: created }).catch(codeOf)).toBe(
    'STEP_UP_REQUIRED',
  );
  expect(h.audit().at(-1)).toMatchObject({ action: 'account.issuing', outcome: 'failure' });
});
