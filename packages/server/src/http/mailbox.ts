import { AppError } from '@biatec-tokens/core';
import type { Hono } from 'hono';
import { isLoopback } from '../internal/isLoopback.ts';
import type { Mailbox } from '../mail/createMailbox.ts';
import { escapeHtml } from '../mail/plainText.ts';
import type { MailMessage } from '../ports/mailer.ts';
import { pageStyleHash, writePage } from './accountPages.ts';
import { answer } from './answer.ts';
import type { HttpContext, HttpEnv } from './httpEnv.ts';

export const mailboxPaths = ['/mailbox', '/mailbox/{id}'];

const policy = `default-src 'none'; style-src ${pageStyleHash}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export interface MailboxOptions {
  /** Whether other machines may read it. */
  readonly allowRemote: boolean;
}

/**
 * What would be sent, for whoever develops without a mail server. Never in production, where there is no mailbox.
 *
 * Whoever reads it can take over every user, so it is for this machine alone unless somebody says otherwise.
 */
export function mountMailbox(
  app: Hono<HttpEnv>,
  mailbox: Mailbox,
  { allowRemote }: MailboxOptions,
): void {
  function refuseStrangers(c: HttpContext): void {
    if (allowRemote) return;
    refuseOtherMachines(c);
    refuseStrangeHost(c);
  }
  app.get('/mailbox', (c) => {
    refuseStrangers(c);
    return show(c, 'Mailbox', list(mailbox.list()));
  });
  app.get('/mailbox/:id', (c) => {
    refuseStrangers(c);
    const message = mailbox.find(c.req.param('id'));
    if (message === undefined) throw notFound();
    return show(c, escapeHtml(message.subject), body(message));
  });
}

function list(messages: readonly MailMessage[]): string {
  if (messages.length === 0) return '<p>No mail yet. What this server would send appears here.</p>';
  const rows = messages.map(
    (message) =>
      `<tr><td>${timeOf(message)}</td><td>${escapeHtml(message.to)}</td><td><a href="/mailbox/${escapeHtml(idOf(message))}">${escapeHtml(message.subject)}</a></td></tr>`,
  );
  return `<table>${rows.join('\n')}</table>`;
}

function body(message: MailMessage): string {
  // Only our own templates write links, and what comes from outside never follows "https://" in them.
  const text = escapeHtml(message.text).replace(
    /https?:\/\/[^\s<]+/g,
    (url) => `<a href="${url}" rel="noreferrer">${url}</a>`,
  );
  return `<p>${timeOf(message)}, to ${escapeHtml(message.to)}</p>
<pre>${text}</pre>
<p><a href="/mailbox">All mails</a></p>`;
}

function show(c: HttpContext, title: string, content: string): Response {
  return answer(c, writePage(title, content), {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': policy,
  });
}

function idOf({ messageId }: MailMessage): string {
  return messageId.replace(/^<|>$/g, '');
}

function timeOf({ at }: MailMessage): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}

/** A proxy on this machine asks for people elsewhere. It would be silent about that only if it were told to. */
const proxyHeaders = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

function refuseOtherMachines(c: HttpContext): void {
  // In process, as tests ask, there is no socket.
  const bindings: HttpEnv['Bindings'] | undefined = c.env;
  const address = bindings?.incoming?.socket.remoteAddress;
  const isFromHere = address === undefined || isLoopback(address);
  if (!isFromHere || proxyHeaders.some((name) => c.req.header(name) !== undefined))
    throw notFound();
}

/** A web page whose name was bound anew to this machine would read reset links here; it asks for its own host. */
function refuseStrangeHost(c: HttpContext): void {
  const { hostname } = new URL(c.req.url);
  const isAddress = /^[\d.]+$|^\[/.test(hostname);
  if (!isAddress && hostname !== 'localhost') throw notFound();
}

function notFound(): AppError {
  return new AppError({ code: 'NOT_FOUND', message: 'Cannot find anything at this path' });
}
