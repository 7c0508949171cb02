import { inspect } from 'node:util';
import {
  encodeWebhookKeyPair,
  encodeWebhookSecret,
  signWebhook,
  verifyWebhook,
  type WebhookHeaders,
} from '@biatec-tokens/core';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { webhooks, WebhookVerificationError } from '../index.ts';

// Public test keys: they guard nothing.
const secret = encodeWebhookSecret(new Uint8Array(32).fill(7));
const otherSecret = encodeWebhookSecret(new Uint8Array(24).fill(8));
const pair = encodeWebhookKeyPair(new Uint8Array(32).fill(9));
const body = JSON.stringify({
  id: 'evt_12345678',
  type: 'webhook.test',
  data: { message: 'Grüße' },
});
const now = new Date('2026-03-01T12:00:00.000Z');

const sign = (secrets: string[], text = body) =>
  signWebhook({ id: 'evt_12345678', sentAt: now, body: text, secrets });

describe('unwrap()', () => {
  test('gives the event of what the server signed, from text, bytes, Headers and fields', async () => {
    const headers = sign([secret]);
    const bytes = new TextEncoder().encode(body);

    for (const form of [body, bytes, bytes.buffer, Buffer.from(body)]) {
      for (const fields of [headers, new Headers(headers)]) {
        const event = await webhooks.unwrap(form, fields, secret, { now });
        expect(event).toMatchObject({ type: 'webhook.test', data: { message: 'Grüße' } });
      }
    }
  });

  test('takes Ed25519 signatures, and either secret while one is being replaced', async () => {
    await webhooks.unwrap(body, sign([pair.signingKey]), pair.publicKey, { now });
    await webhooks.unwrap(body, sign([otherSecret, secret]), secret, { now });
    await webhooks.unwrap(body, sign([secret]), [otherSecret, secret], { now });
    await expect(webhooks.unwrap(body, sign([otherSecret]), secret, { now })).rejects.toMatchObject(
      {
        code: 'WEBHOOK_SIGNATURE_INVALID',
      },
    );
  });

  test('agrees with the reference library on what it signed', async () => {
    const reference = new Webhook(secret);
    const headers = {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(now.getTime() / 1_000),
      'webhook-signature': reference.sign('evt_1', now, body),
    };

    expect(await webhooks.unwrap(body, headers, secret, { now })).toEqual(JSON.parse(body));
  });

  test('never shows the secret', async () => {
    const broken = `${secret}!`;

    const error = await webhooks
      .unwrap(body, sign([secret]), broken, { now })
      .catch((e: unknown) => e);

    expect(error).toBeInstanceOf(WebhookVerificationError);
    expect(error).toMatchObject({ code: 'WEBHOOK_SECRET_INVALID' });
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain(secret.slice(6));
  });

  // Core judges with its own cryptography; that weighs more than this whole package, so the platform's is used here.
  test('judges everything exactly like core', async () => {
    const signed = fc.constantFrom<WebhookHeaders>(
      sign([secret]),
      sign([otherSecret, secret]),
      sign([pair.signingKey]),
      sign([secret], `${body} `),
    );
    const change = fc.oneof(
      { weight: 3, arbitrary: fc.constant((headers: WebhookHeaders) => headers) },
      fc
        .tuple(
          fc.constantFrom('webhook-id', 'webhook-timestamp', 'webhook-signature'),
          fc.oneof(
            fc.string(),
            fc.constantFrom('evt_12345678', '1772366400', '01772366400', '1e9', 'v1,', 'v1,AAAA'),
          ),
        )
        .map(([name, value]) => (headers: WebhookHeaders) => ({ ...headers, [name]: value })),
      fc
        .nat()
        .map((place) => (headers: WebhookHeaders) => flip(headers, 'webhook-signature', place)),
      fc.constant((headers: WebhookHeaders) => ({
        ...headers,
        'webhook-signature': Array(17).fill(headers['webhook-signature']).join(' '),
      })),
      fc.constant((headers: WebhookHeaders) => ({
        ...headers,
        'webhook-signature': headers['webhook-signature'].replaceAll('=', ''),
      })),
    );
    const secrets = fc.constantFrom<string[]>(
      [secret],
      [otherSecret],
      [pair.publicKey],
      [otherSecret, secret],
      ['whsec_AAAA'],
      ['nonsense'],
      [pair.signingKey],
      ['whpk_AAAA'],
    );
    const age = fc.constantFrom(0, 300, 301, -300, -301);
    const text = fc.constantFrom(body, `${body} `, `${body.slice(0, -1)}\uD800}`);

    await fc.assert(
      fc.asyncProperty(
        signed,
        change,
        secrets,
        age,
        text,
        async (signed, change, keys, age, text) => {
          const headers = change(signed);
          const at = new Date(now.getTime() + age * 1_000);

          const ours = await codeOf(() => webhooks.unwrap(text, headers, keys, { now: at }));
          const theirs = await codeOf(() =>
            verifyWebhook({ headers, body: text, secrets: keys, now: at }),
          );

          expect(ours).toBe(theirs);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

function flip(headers: WebhookHeaders, name: keyof WebhookHeaders, place: number): WebhookHeaders {
  const text = headers[name];
  const index = place % text.length;
  const other = text[index] === 'A' ? 'B' : 'A';
  return { ...headers, [name]: text.slice(0, index) + other + text.slice(index + 1) };
}

async function codeOf(judge: () => unknown): Promise<string> {
  try {
    await judge();
    return 'accepted';
  } catch (error) {
    return (error as { code: string }).code;
  }
}
