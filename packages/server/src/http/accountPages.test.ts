import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { createHarness, type Harness } from '../testing/createHarness.ts';

/** Runs the script of a page against as little of a browser as it needs; what it fetches is the real app. */
async function openPage(h: Harness, path: string, fields: Record<string, string> = {}) {
  const operation = /data-operation="([^"]+)"/.exec(
    (await h.request(path.split('#')[0] ?? '')).body as string,
  )?.[1];
  let submit: (event: object) => Promise<void> = async () => {};
  const button = { disabled: false };
  const answer = { textContent: '' };
  const form = {
    dataset: { operation, done: 'Done.' },
    removed: false,
    remove: () => (form.removed = true),
    querySelector: () => button,
    addEventListener: (_: string, listener: typeof submit) => (submit = listener),
  };
  const shown: string[] = [];
  runInNewContext((await h.request('/account-page.js')).body as string, {
    document: { querySelector: (what: string) => (what === 'form' ? form : answer) },
    location: { hash: `#${path.split('#')[1] ?? ''}`, pathname: path.split('#')[0] },
    history: { replaceState: (_: null, __: string, to: string) => shown.push(to) },
    URLSearchParams,
    FormData: class {
      *[Symbol.iterator]() {
        yield* Object.entries(fields);
      }
    },
    fetch: (url: string, init: RequestInit) => h.app.request(url, init),
  });
  return { answer, button, form, shown, submit: () => submit({ preventDefault() {} }) };
}

test('the page takes the secret out of the address bar, and calls the operation only when asked', async () => {
  await using h = await createHarness();
  const passwords = { newPassword: 'Another test passw0rd', confirmPassword: 'other' };

  const page = await openPage(h, '/reset-password#token=abc', passwords);

  expect(page.shown).toEqual(['/reset-password']);
  expect(h.log.some(({ fields }) => JSON.stringify(fields).includes('/auth/'))).toBe(false);
  await page.submit();
  expect(page.answer.textContent).toContain('should be the same as newPassword');
  expect(page.button.disabled).toBe(false);
});

test('the page says why a link does not work', async () => {
  await using h = await createHarness();
  const page = await openPage(h, '/verify-email#token=abc');

  await page.submit();

  expect(page.answer.textContent).toContain('the link was used, has expired');
  expect(page.form.removed).toBe(false);
});

test('a link without its secret cannot be used', async () => {
  await using h = await createHarness();

  const page = await openPage(h, '/verify-email');

  expect(page.button.disabled).toBe(true);
  expect(page.answer.textContent).toContain('not complete');
});

test('the page confirms with the secret of the mail', async () => {
  await using h = await createHarness();
  const { accessToken: token, userId } = await h.given.signedInUser();
  const profile = async () => (await h.request('/api/v1/auth/profile', { token })).body;
  const { email } = await profile();
  await h.request('/api/v1/auth/forgot-password', { body: { email } });
  h.parts.mails?.start();
  await h.clock.advanceUntil(arrival(h), 10);
  await h.parts.mails?.stop();
  const [mail] = h.parts.mailbox?.list() ?? [];
  const secret = /#token=([\w-]+)/.exec(mail?.text ?? '')?.[1];
  const newPassword = 'Another test passw0rd';

  const page = await openPage(h, `/reset-password#token=${secret}`, {
    newPassword,
    confirmPassword: newPassword,
  });
  await page.submit();

  expect(page.answer.textContent).toBe('Done.');
  expect(page.form.removed).toBe(true);
  expect(await h.deps.store.listMails(userId, 5)).toMatchObject([
    { kind: 'password-changed' },
    { kind: 'password-reset', status: 'sent' },
  ]);
});

async function arrival({ parts }: Harness): Promise<void> {
  for (let turns = 0; turns < 1_000; turns += 1) {
    if ((parts.mailbox?.list().length ?? 0) > 0) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
