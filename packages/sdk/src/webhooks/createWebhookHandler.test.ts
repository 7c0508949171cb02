import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { createWebhookHandler, toNodeListener, type WebhookEvent } from '../index.ts';

// A public test key: it guards nothing.
const secret = `whsec_${btoa('a test secret of thirty-two byte')}`;
const body = JSON.stringify({ id: 'evt_12345678', type: 'webhook.test', data: { message: 'Hi' } });

function requestOf(text = body, init: RequestInit = {}): Request {
  return new Request('https://receiver.example.com/', {
    method: 'POST',
    body: text,
    headers: headersOf(body),
    ...init,
  });
}

function headersOf(text: string): Record<string, string> {
  const now = new Date();
  return {
    'webhook-id': 'evt_12345678',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign('evt_12345678', now, text),
  };
}

function receiver(fails?: Error) {
  const events: WebhookEvent[] = [];
  const errors: unknown[] = [];
  const handler = createWebhookHandler({
    secret,
    onEvent: (event) => {
      if (fails !== undefined) throw fails;
      events.push(event);
    },
    onError: (error) => void errors.push(error),
  });
  return { events, errors, handler };
}

describe('a webhook handler', () => {
  test('gives verified events and answers 204', async () => {
    const { events, errors, handler } = receiver();

    expect((await handler(requestOf())).status).toBe(204);
    expect(events).toEqual([JSON.parse(body)]);
    expect(errors).toEqual([]);
  });

  test('answers 400 to what it cannot verify, without an event', async () => {
    const { events, errors, handler } = receiver();

    expect((await handler(requestOf(`${body} `))).status).toBe(400);
    expect((await handler(requestOf(body, { headers: {} }))).status).toBe(400);
    expect(events).toEqual([]);
    expect(errors).toMatchObject([
      { code: 'WEBHOOK_SIGNATURE_INVALID' },
      { code: 'WEBHOOK_SIGNATURE_INVALID' },
    ]);
  });

  test('answers 500 when the event could not be dealt with, so that it comes again', async () => {
    const { errors, handler } = receiver(new Error('Database is down'));

    expect((await handler(requestOf())).status).toBe(500);
    expect(errors).toMatchObject([{ message: 'Database is down' }]);
  });

  test('answers 500 when its own secret is unusable, so that the event comes again', async () => {
    const handler = createWebhookHandler({ secret: 'whsec_', onEvent: () => {} });

    expect((await handler(requestOf())).status).toBe(500);
  });

  test('reads no body that is larger than any event', async () => {
    const { handler } = receiver();

    expect((await handler(requestOf('x'.repeat(70_000)))).status).toBe(413);
  });

  test('takes POST only', async () => {
    const { handler } = receiver();

    const response = await handler(new Request('https://receiver.example.com/'));

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});

test('toNodeListener() serves a handler over node:http', async () => {
  const { events, handler } = receiver();
  const server = createServer(toNodeListener(handler)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  try {
    const answers = await Promise.all([
      fetch(url, { method: 'POST', body, headers: headersOf(body) }),
      fetch(url, { method: 'POST', body: '{}', headers: headersOf(body) }),
      fetch(url),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([204, 400, 405]);
    expect(events).toHaveLength(1);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
