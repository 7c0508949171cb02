import { errorCodes } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { createHarness, type Harness } from '../testing/createHarness.ts';
import { productionEnv } from '../testing/productionEnv.ts';

const linksOf = (page: string) => [...page.matchAll(/href="([^"]+)"/g)].map(([, path]) => path);

async function readPage(h: Harness, path: string): Promise<string> {
  const { status, headers, body } = await h.request(path);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  return body;
}

test('the first page leads to everything there is to see, and each link to a page', async () => {
  await using h = await createHarness();

  const page = await readPage(h, '/');

  const links = ['/swagger', '/openapi.json', '/docs/errors', '/health/ready', '/mailbox'];
  expect(linksOf(page)).toEqual(links);
  for (const path of links) expect((await h.request(path)).status).toBe(200);
});

test('in production it tells of no mailbox', async () => {
  await using h = await createHarness({ env: productionEnv });

  expect(await readPage(h, '/')).not.toContain('mailbox');
});

test('it runs no script, loads nothing, and can be framed by nobody', async () => {
  await using h = await createHarness();

  for (const path of ['/', '/docs/errors']) {
    const { body, headers } = await h.request(path);
    expect(body).not.toMatch(/<script|https?:|\bon\w+=/i);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
  }
  expect(await h.request('/', { method: 'POST' })).toMatchObject({
    status: 405,
    body: { errorCode: 'METHOD_NOT_ALLOWED' },
  });
});

test('the list of errors has every code, and leads to its page', async () => {
  await using h = await createHarness();

  const links = linksOf(await readPage(h, '/docs/errors'));

  expect(links).toEqual(Object.keys(errorCodes).map((code) => `/docs/errors/${code}`));
  expect((await h.request(links.at(-1) ?? '')).status).toBe(200);
});
