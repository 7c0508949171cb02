import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Bytes } from '../internal/bytes.ts';
import { decodeBase64, encodeBase64 } from '../internal/base64.ts';
import { signWebhook } from './signWebhook.ts';
import {
  verifyWebhook,
  WebhookSignatureInvalidError,
  WebhookTimestampInvalidError,
} from './verifyWebhook.ts';
import { encodeWebhookKeyPair, encodeWebhookSecret } from './webhookSecret.ts';

// The example every Standard Webhooks library is tested with. Its secret is public.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const body = '{"test": 2432232314}';
const sentAt = new Date(1_614_265_330_000);
const example = signWebhook({
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  sentAt,
  body,
  secrets: [secret],
});

const pair = encodeWebhookKeyPair(new Uint8Array(32).fill(7));
const otherSecret = encodeWebhookSecret(new Uint8Array(32).fill(9));
const otherPair = encodeWebhookKeyPair(new Uint8Array(32).fill(8));

const schemes = [
  { scheme: 'v1', signWith: secret, verifyWith: secret, other: otherSecret },
  {
    scheme: 'v1a',
    signWith: pair.signingKey,
    verifyWith: pair.publicKey,
    other: otherPair.publicKey,
  },
];

test('the published example is signed as other libraries sign it', () => {
  expect(example).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test.each(schemes)('$scheme: what one signs the other verifies, as text and as bytes', (keys) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const headers = signWebhook({ id: 'evt_1', sentAt, body: text, secrets: [keys.signWith] });
      const facts = { headers, secrets: [keys.verifyWith], now: sentAt };
      expect(verifyWebhook({ ...facts, body: text })).toEqual({ id: 'evt_1', sentAt });
      expect(verifyWebhook({ ...facts, body: utf8Bytes(text) })).toEqual({ id: 'evt_1', sentAt });
    }),
    { numRuns: 20 },
  );
});

test.each(schemes)('$scheme: another id, time, body or key does not verify', (keys) => {
  const headers = signWebhook({ id: 'evt_1', sentAt, body, secrets: [keys.signWith] });
  const facts = { headers, body, secrets: [keys.verifyWith], now: sentAt };
  const changed = [
    { ...facts, body: `${body} ` },
    { ...facts, headers: { ...headers, 'webhook-id': 'evt_2' } },
    { ...facts, headers: { ...headers, 'webhook-timestamp': '1614265331' } },
    { ...facts, secrets: [keys.other] },
  ];

  expect(verifyWebhook(facts)).toEqual({ id: 'evt_1', sentAt });
  for (const one of changed) expect(() => verifyWebhook(one)).toThrow(WebhookSignatureInvalidError);
});

test.each(schemes)('$scheme: a signature with any bit flipped does not verify', (keys) => {
  const headers = signWebhook({ id: 'evt_1', sentAt, body, secrets: [keys.signWith] });
  const [scheme = '', encoded = ''] = headers['webhook-signature'].split(',');
  const signature = decodeBase64(encoded) ?? new Uint8Array();

  fc.assert(
    fc.property(fc.nat(signature.length * 8 - 1), (bit) => {
      const flipped = signature.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const forged = { ...headers, 'webhook-signature': `${scheme},${encodeBase64(flipped)}` };
      expect(() =>
        verifyWebhook({ headers: forged, body, secrets: [keys.verifyWith], now: sentAt }),
      ).toThrow(WebhookSignatureInvalidError);
    }),
    { numRuns: 40 },
  );
});

test('while keys change, a receiver with either the old or the new one goes on verifying', () => {
  const headers = signWebhook({
    id: 'evt_1',
    sentAt,
    body,
    secrets: [otherSecret, secret, pair.signingKey],
  });
  const facts = { headers, body, now: sentAt };

  expect(headers['webhook-signature'].split(' ').map((one) => one.split(',')[0])).toEqual([
    'v1',
    'v1',
    'v1a',
  ]);
  for (const secrets of [
    [secret],
    [otherSecret],
    [pair.publicKey],
    [otherPair.publicKey, secret],
  ]) {
    expect(verifyWebhook({ ...facts, secrets }).id).toBe('evt_1');
  }
});

test('the time may differ by five minutes, both ways, and not by a second more', () => {
  const at = (seconds: number) => () =>
    verifyWebhook({
      headers: example,
      body,
      secrets: [secret],
      now: new Date(sentAt.getTime() + seconds * 1000),
    });

  expect(at(300)()).toEqual(at(-300)());
  expect(at(301)).toThrow('is 301 seconds old, should be within 300 seconds of now');
  expect(at(-301)).toThrow(WebhookTimestampInvalidError);
  expect(at(Number.NaN)).toThrow(WebhookTimestampInvalidError);
});

test.each(['', '0', '-1', '1.5', '1e9', '01614265330', '1614265330 ', '0x60', '9'.repeat(13)])(
  'the timestamp "%s" is refused',
  (timestamp) => {
    const headers = { ...example, 'webhook-timestamp': timestamp };

    expect(() => verifyWebhook({ headers, body, secrets: [secret], now: sentAt })).toThrow(
      timestamp === '' ? WebhookSignatureInvalidError : WebhookTimestampInvalidError,
    );
  },
);

test('headers are found in a Headers object and in a record of any case, once each', () => {
  const verify = (headers: Parameters<typeof verifyWebhook>[0]['headers']) => () =>
    verifyWebhook({ headers, body, secrets: [secret], now: sentAt });
  const entries = Object.entries(example);
  const map = new Map(entries);

  expect(verify({ get: (name: string) => map.get(name) ?? null })().id).toBe(example['webhook-id']);
  expect(verify(Object.fromEntries(entries.map(([k, v]) => [k.toUpperCase(), v])))().id).toBe(
    example['webhook-id'],
  );
  expect(verify({ ...example, 'Webhook-Id': 'evt_2' })).toThrow('"webhook-id" is missing');
  expect(verify({ ...example, 'webhook-signature': ['v1,a', 'v1,b'] })).toThrow('is missing');
  expect(verify({})).toThrow('header "webhook-id" is missing');
});

test.each([
  'v1',
  'v1,',
  `v2,${example['webhook-signature'].slice(3)}`,
  `v1a,${example['webhook-signature'].slice(3)}`,
  example['webhook-signature'].slice(0, -1),
  `${example['webhook-signature']},`,
  example['webhook-signature'].slice(3),
  Array.from({ length: 17 }, () => example['webhook-signature']).join(' '),
])('the signature header "%s" is refused', (signature) => {
  const headers = { ...example, 'webhook-signature': signature };

  expect(() => verifyWebhook({ headers, body, secrets: [secret], now: sentAt })).toThrow(
    WebhookSignatureInvalidError,
  );
});

test('signatures of unknown schemes stand beside ours without harm', () => {
  const headers = { ...example, 'webhook-signature': `v9,x ${example['webhook-signature']}` };

  expect(verifyWebhook({ headers, body, secrets: [secret], now: sentAt }).sentAt).toEqual(sentAt);
});

test('an id with a full stop cannot be signed and is not believed', () => {
  const sign = (id: string) => () => signWebhook({ id, sentAt, body, secrets: [secret] });
  for (const id of ['', 'a.b', 'a b', 'ä', 'a\n', 'x'.repeat(256)]) {
    expect(sign(id), id).toThrow(RangeError);
    expect(() =>
      verifyWebhook({
        headers: { ...example, 'webhook-id': id },
        body,
        secrets: [secret],
        now: sentAt,
      }),
    ).toThrow(WebhookSignatureInvalidError);
  }
});

test('nothing is signed without key or time, nothing is verified without key', () => {
  const facts = { id: 'evt_1', sentAt, body, secrets: [secret] };

  expect(() => signWebhook({ ...facts, secrets: [] })).toThrow(RangeError);
  expect(() => signWebhook({ ...facts, sentAt: new Date(Number.NaN) })).toThrow(RangeError);
  expect(() => verifyWebhook({ headers: example, body, secrets: [], now: sentAt })).toThrow(
    RangeError,
  );
  expect(() =>
    verifyWebhook({ headers: example, body: '\uD800', secrets: [secret], now: sentAt }),
  ).toThrow(WebhookSignatureInvalidError);
});
