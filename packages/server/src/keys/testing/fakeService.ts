import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { testCertificate, testKey } from './testCertificate.ts';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly json: Readonly<Record<string, string>>;
}

export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json: unknown;
}

/** A key service of ours that speaks a vendor's protocol and really encrypts. */
export interface FakeService extends AsyncDisposable {
  readonly url: string;
  /** Every request from now on gets this answer, or none at all; undefined mends it. */
  fault: FakeAnswer | 'silence' | undefined;
}

/** Serves a fake on a free port of this machine. */
export async function startFakeService(
  answer: (request: FakeRequest) => FakeAnswer,
  { tls = false } = {},
): Promise<FakeService> {
  const server = tls
    ? createHttpsServer({ key: testKey, cert: testCertificate })
    : createHttpServer();
  const fake = { fault: undefined as FakeService['fault'] };

  server.on('request', (incoming: IncomingMessage, outgoing) => {
    void (async () => {
      const body = await text(incoming);
      if (fake.fault === 'silence') return;
      const { status, headers, json } =
        fake.fault ??
        answer({
          method: incoming.method ?? '',
          path: incoming.url ?? '',
          headers: incoming.headers,
          json: body === '' ? {} : (JSON.parse(body) as Record<string, string>),
        });
      outgoing
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(json));
    })().catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return Object.assign(fake, {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  });
}
