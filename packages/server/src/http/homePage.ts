import { errorCodes } from '@biatec-tokens/core';
import type { Hono } from 'hono';
import { pageStyleHash, writePage } from './accountPages.ts';
import { answer } from './answer.ts';
import type { HttpContext, HttpEnv } from './httpEnv.ts';

export const homePaths = ['/', '/docs/errors'];

const policy = `default-src 'none'; style-src ${pageStyleHash}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What somebody finds who opens the server's address in a browser: where to go from there. */
export function mountHomePage(
  app: Hono<HttpEnv>,
  { hasMailbox }: { readonly hasMailbox: boolean },
): void {
  const home = writePage('BiatecTokens', writeHome(hasMailbox));
  const errors = writePage('Error codes', writeErrors());

  app.get('/', (c) => show(c, home));
  app.get('/docs/errors', (c) => show(c, errors));
}

function writeHome(hasMailbox: boolean): string {
  const links = [
    link('/swagger', 'Try the API'),
    link('/openapi.json', 'Its OpenAPI description'),
    link('/docs/errors', 'Error codes, and what to do about each'),
    link('/health/ready', 'Health of this server'),
    ...(hasMailbox
      ? [`${link('/mailbox', 'Mailbox')} of this development server, for its own machine`]
      : []),
  ];
  return `<p>Issues tokens without a wallet. This is the API, and these are its pages.</p>
${list(links)}`;
}

function writeErrors(): string {
  return list(Object.keys(errorCodes).map((code) => link(`/docs/errors/${code}`, code)));
}

function list(items: readonly string[]): string {
  return `<ul>\n${items.map((item) => `<li>${item}</li>`).join('\n')}\n</ul>`;
}

function link(path: string, text: string): string {
  return `<a href="${path}">${text}</a>`;
}

function show(c: HttpContext, page: string): Response {
  return answer(c, page, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
  });
}
