import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MailKind } from '../ports/store/index.ts';
import { toPlainLine } from './plainText.ts';
import { renderMail } from './renderMail.ts';
import { templates } from './templates.ts';

const kinds = Object.keys(templates) as MailKind[];
const options = { publicUrl: 'https://tokens.example/', domain: 'tokens.example', token: 'SECRET' };

function render(kind: MailKind, facts: Record<string, string | null> = {}) {
  return renderMail(
    {
      id: 'mal_01',
      kind,
      to: 'ann@example.com',
      facts,
      createdAt: new Date('2026-03-01T12:00:00.000Z'),
    },
    options,
  );
}

test.each(kinds)('"%s" has a subject, a text and the same in HTML', (kind) => {
  const mail = render(kind, { name: 'Gold', error: 'no funds', ip: '192.0.2.7' });

  expect(mail.subject).not.toBe('');
  expect(mail.text.endsWith('-- \nBiatecTokens\n')).toBe(true);
  expect(mail.html).toContain('<!doctype html>');
  expect(mail.messageId).toBe('<mal_01@tokens.example>');
});

test('only mails with a link hold its secret, behind the #', () => {
  const withSecret = kinds.filter((kind) => render(kind).text.includes('SECRET'));

  expect(withSecret).toEqual(['email-verification', 'invitation', 'password-reset']);
  expect(render('password-reset').text).toContain(
    'https://tokens.example/reset-password#token=SECRET',
  );
});

test('a completed deployment is told with what can be looked up', () => {
  const mail = render('deployment-completed', {
    name: 'Gold',
    tokenType: 'asa-ft',
    networkId: 'algorand-testnet',
    assetId: '1234',
    deploymentId: 'dep_1',
  });

  expect(mail.subject).toBe('Your token "Gold" is issued');
  expect(mail.text).toContain('Asset or application id: 1234');
  expect(mail.text).toContain('Deployment: dep_1');
  expect(render('deployment-completed', {}).subject).toBe('Your token is issued');
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'x\r\nBcc: eve@example.com',
    'x\n\n<script>alert(1)</script>',
    'x\u2028Bcc: y\u2029z',
    '\u001b[31mred\u001b[0m',
    '\u202Egpj.exe',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    '\ud800',
  ),
);

test('whatever the facts hold, a subject is one line, no markup gets in, and no sign that a terminal obeys', () => {
  fc.assert(
    fc.property(fc.constantFrom(...kinds), nasty, (kind, value) => {
      const fields = [
        'name error userAgent ip assetId tokenType networkId contractAddress deploymentId host reason',
        'endpointId organizationId member hint scopes address previous inviter role how firstProof',
      ].flatMap((names) => names.split(' '));
      const mail = render(kind, Object.fromEntries(fields.map((field) => [field, value])));
      const plain = render(kind, Object.fromEntries(fields.map((field) => [field, 'x'])));

      expect(mail.subject).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(mail.text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      // As many tags as without: none came from a value.
      expect(mail.html.match(/<\/?[a-z!]/gi)?.length).toBeLessThanOrEqual(
        plain.html.match(/<\/?[a-z!]/gi)?.length ?? 0,
      );
      expect(mail.html).not.toMatch(/<(?:script|img)/i);
    }),
  );
});

test('a long value is cut', () => {
  expect(toPlainLine('x'.repeat(1_000))).toHaveLength(201);
});
