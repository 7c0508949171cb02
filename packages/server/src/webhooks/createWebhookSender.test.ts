import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../testing/manualClock.ts';
import { createWebhookPolicy, type CreateWebhookPolicyOptions } from './createWebhookPolicy.ts';
import { createWebhookSender, type WebhookSenderOptions } from './createWebhookSender.ts';
import { createSelfSignedCertificate } from './testing/selfSignedCertificate.ts';
import { startReceiver } from './testing/startReceiver.ts';

const clock = createManualClock();
const never = new AbortController().signal;
const tls = createSelfSignedCertificate('hooks.example');
const other = createSelfSignedCertificate('other.example');

/** Answers each look-up with the next of the given answers, and the last one for ever. */
function resolveInTurn(...answers: string[][]) {
  let at = 0;
  return async () => answers[Math.min(at++, answers.length - 1)] ?? [];
}

function createSender(
  policy: CreateWebhookPolicyOptions = { allowLoopbackHttp: true },
  options: WebhookSenderOptions = {},
) {
  const sender = createWebhookSender({ clock, policy: createWebhookPolicy(policy) }, options);
  onTestFinished(() => sender.close());
  return {
    send: (url: string, { body = '{}', signal = never, headers = {} } = {}) =>
      sender.send({ url, headers, body, signal }),
  };
}

test('the receiver gets exactly the headers and the bytes, and its answer comes back', async () => {
  await using receiver = await startReceiver({
    answer: (response) =>
      response.writeHead(202, { 'retry-after': '7' }).end('täken\u0000\u001b[31m\n'),
  });

  const body = '{"name":"Zürich \\u0000 ✓"}';
  const reply = await createSender().send(receiver.url, {
    body,
    headers: { 'webhook-id': 'evt_1' },
  });

  expect(reply).toEqual({
    answered: true,
    status: 202,
    retryAfter: '7',
    excerpt: 'täken  [31m\n',
  });
  expect(receiver.received[0]?.headers['webhook-id']).toBe('evt_1');
  expect(receiver.received[0]?.body).toEqual(Buffer.from(body, 'utf8'));
});

test('a burst to one endpoint shares connections', async () => {
  const ports = new Set<number | undefined>();
  await using receiver = await startReceiver({
    answer: (response) => {
      ports.add(response.socket?.remotePort);
      response.end('x'.repeat(2_000));
    },
  });
  const { send } = createSender();

  for (let count = 0; count < 10; count++) await send(receiver.url);

  expect(receiver.received).toHaveLength(10);
  expect(ports.size).toBeLessThanOrEqual(2);
});

test('a redirect is an answer, not followed', async () => {
  await using inside = await startReceiver();
  await using receiver = await startReceiver({
    answer: (response) => response.writeHead(307, { location: inside.url }).end(),
  });

  expect(await createSender().send(receiver.url)).toMatchObject({ answered: true, status: 307 });
  expect(inside.received).toEqual([]);
});

test('a receiver that does not answer is given up after 15 seconds', async () => {
  await using receiver = await startReceiver({ answer: () => {} });

  const reply = createSender().send(receiver.url);
  await receiver.waitFor(1);
  await clock.advance(15_000);

  expect(await reply).toEqual({
    answered: false,
    error: 'the endpoint gave no answer within 15 seconds',
  });
  expect(clock.sleepers).toBe(0);
});

test('an endless body is read for a few kB and shown for 1 kB', async () => {
  await using receiver = await startReceiver({
    answer: (response) => {
      const more = () => response.write('ü'.repeat(4_096), () => response.destroyed || more());
      more();
    },
  });

  const reply = await createSender().send(receiver.url);

  expect(reply).toEqual({
    answered: true,
    status: 200,
    retryAfter: null,
    excerpt: 'ü'.repeat(512),
  });
});

test('a body that does not end in time does not undo the status', async () => {
  await using receiver = await startReceiver({ answer: (response) => response.write('so far') });

  const headIsIn = new Promise((resolve) => subscribe('undici:request:headers', resolve));
  const reply = createSender().send(receiver.url);
  await headIsIn;
  await clock.advance(15_000);

  expect(await reply).toMatchObject({ answered: true, status: 200 });
});

test('a call can be broken off', async () => {
  await using receiver = await startReceiver({ answer: () => {} });
  const breakOff = new AbortController();

  const reply = createSender().send(receiver.url, { signal: breakOff.signal });
  await receiver.waitFor(1);
  breakOff.abort();

  expect(await reply).toMatchObject({ answered: false });
  expect(clock.sleepers).toBe(0);
});

test('a name that turns to an inside address after it was checked reaches nothing', async () => {
  await using inside = await startReceiver({ tls });
  const policy = { resolveHost: resolveInTurn(['1.1.1.1'], ['127.0.0.1']) };
  const url = `https://hooks.example:${inside.port}/`;
  const checked = createWebhookPolicy(policy);
  await checked.checkUrl(url);

  const reply = await createSender(policy, { ca: tls.cert }).send(url);

  expect(reply).toEqual({
    answered: false,
    error: 'Cannot use the webhook URL: its host has an address that is loopback',
  });
  expect(inside.received).toEqual([]);
});

test('the connection goes to the very address that was checked', async () => {
  await using receiver = await startReceiver({ tls });
  const resolveHost = resolveInTurn(['127.0.0.1'], ['127.0.0.99']);

  const { send } = createSender({ allowLoopbackHttp: true, resolveHost }, { ca: tls.cert });
  const reply = await send(`https://hooks.example:${receiver.port}/`);

  expect(reply).toMatchObject({ answered: true, status: 204 });
});

test('literal addresses, which are never looked up, are checked too', async () => {
  await using inside = await startReceiver({ tls });
  const { send } = createSender({}, { ca: tls.cert });

  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]']) {
    const reply = await send(`https://${host}:${inside.port}/`);
    expect(reply).toMatchObject({
      answered: false,
      error: expect.stringContaining('its host has'),
    });
  }
  expect(inside.received).toEqual([]);
});

test('TLS asks for the name and checks the certificate of the name', async () => {
  await using receiver = await startReceiver({ tls });
  await using impostor = await startReceiver({ tls: other });
  const policy = { allowLoopbackHttp: true, resolveHost: resolveInTurn(['127.0.0.1']) };
  const url = `https://hooks.example.:${receiver.port}/`;

  const trusted = await createSender(policy, { ca: tls.cert }).send(url);
  const untrusted = await createSender(policy).send(url);
  const misnamed = await createSender(policy, { ca: other.cert }).send(
    `https://hooks.example:${impostor.port}/`,
  );

  expect(trusted).toMatchObject({ answered: true, status: 204 });
  expect(receiver.received.map(({ servername }) => servername)).toEqual(['hooks.example']);
  expect(untrusted).toEqual({
    answered: false,
    error: 'no secure connection could be made (DEPTH_ZERO_SELF_SIGNED_CERT)',
  });
  expect(misnamed).toEqual({
    answered: false,
    error: 'no secure connection could be made (ERR_TLS_CERT_ALTNAME_INVALID)',
  });
  expect(impostor.received).toEqual([]);
});

test('a name without addresses has its own sentence', async () => {
  const { send } = createSender({ resolveHost: async () => [] });
  expect(await send('https://gone.example/')).toEqual({
    answered: false,
    error: 'the host name "gone.example" does not resolve',
  });
});

const rude = createServer((socket) => rudely(socket.on('error', () => {})));
let rudely = (socket: Socket): unknown => socket.destroy();
const rudeUrl = once(rude.listen(0, '127.0.0.1'), 'listening').then(
  () => `http://127.0.0.1:${(rude.address() as AddressInfo).port}/`,
);
afterAll(() => rude.close());

test.each([
  ['cuts the connection', (socket: Socket) => socket.destroy(), 'the connection was cut'],
  [
    'speaks another protocol',
    (socket: Socket) => socket.end('220 mail.example ESMTP\r\n'),
    'the answer is not HTTP',
  ],
  [
    'sends headers without end',
    (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`),
    'the answer has too many headers',
  ],
])('a server that %s gets its own sentence', async (_what, act, error) => {
  rudely = act;
  expect(await createSender().send(await rudeUrl)).toEqual({ answered: false, error });
});

test('a closed port has its own sentence', async () => {
  const receiver = await startReceiver();
  await receiver[Symbol.asyncDispose]();

  expect(await createSender().send(receiver.url)).toEqual({
    answered: false,
    error: 'the connection was refused',
  });
});
