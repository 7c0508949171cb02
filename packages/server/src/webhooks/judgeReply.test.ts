import { expect, test } from 'vitest';
import type { WebhookReply } from './createWebhookSender.ts';
import { judgeReply } from './judgeReply.ts';

const now = new Date('2026-03-01T12:00:00.000Z');
const day = 24 * 3_600_000;

function answer(status: number, retryAfter: string | null = null): WebhookReply {
  return { answered: true, status, retryAfter, excerpt: '' };
}

function judge(reply: WebhookReply, { attempts = 0, failingSince = null as Date | null } = {}) {
  return judgeReply(reply, { delivery: { attempts }, endpoint: { failingSince }, now, spread: 0 });
}

function inMs(ms: number) {
  return { kind: 'retry', at: new Date(now.getTime() + ms) };
}

test.each([200, 201, 202, 204, 299])('%i is success', (status) => {
  expect(judge(answer(status), { attempts: 9 })).toEqual({
    outcome: { kind: 'succeeded' },
    error: null,
    disable: null,
  });
});

test.each([199, 300, 301, 302, 304, 307, 308, 400, 401, 404, 429, 500, 503])(
  '%i is failure, tried again after 5 seconds',
  (status) => {
    const verdict = judge(answer(status));
    expect(verdict).toMatchObject({ outcome: inMs(5_000), disable: null });
    expect(verdict.error).toContain(`the endpoint answered ${status}`);
  },
);

test('no answer is failure with its own sentence', () => {
  const verdict = judge({ answered: false, error: 'the connection was refused' });
  expect(verdict).toEqual({
    outcome: inMs(5_000),
    error: 'the connection was refused',
    disable: null,
  });
});

test('after the tenth failure a delivery is parked', () => {
  expect(judge(answer(500), { attempts: 8 }).outcome).toEqual(inMs(24 * 3_600_000));
  expect(judge(answer(500), { attempts: 9 }).outcome).toEqual({ kind: 'parked' });
  expect(judge(answer(500), { attempts: 12 }).outcome).toEqual({ kind: 'parked' });
});

test('410 disables the endpoint and keeps the delivery for the day it is enabled again', () => {
  expect(judge(answer(410))).toEqual({
    outcome: inMs(5_000),
    error: 'the endpoint answered 410: it takes no more webhooks',
    disable: 'The endpoint answered 410: it takes no more webhooks',
  });
});

test.each([
  ['120', 120_000],
  [' 120 ', 120_000],
  ['Sun, 01 Mar 2026 12:10:00 GMT', 600_000],
  ['Sunday, 01-Mar-26 12:10:00 GMT', 600_000],
  ['Sun Mar  1 12:10:00 2026', 600_000],
  ['9999999999', day],
  ['Sun, 01 Mar 2099 12:10:00 GMT', day],
  // What asks for less than the schedule, or for nothing legible, changes nothing.
  ['0', 5_000],
  ['1', 5_000],
  ['Sun, 01 Mar 2020 12:10:00 GMT', 5_000],
  ['-5', 5_000],
  ['1e9', 5_000],
  ['soon', 5_000],
  ['', 5_000],
])('Retry-After: %s puts the next attempt off to %i ms from now', (value, ms) => {
  expect(judge(answer(503, value)).outcome).toEqual(inMs(ms));
});

test('an endpoint that has failed for five days is disabled, not before', () => {
  const since = (ms: number) => ({ failingSince: new Date(now.getTime() - ms) });

  expect(judge(answer(500), since(5 * day - 1)).disable).toBeNull();
  expect(judge(answer(500), since(5 * day)).disable).toContain('2026-02-24T12:00:00.000Z');
  expect(judge(answer(200), since(9 * day)).disable).toBeNull();
});
