import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** A request as it came in. */
export interface ReceivedWebhook {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly path: string;
  /** The host name that TLS asked for. */
  readonly servername: string | undefined;
}

/** Writes the answer to a request; may leave it unanswered. */
export type Answer = (response: ServerResponse, webhook: ReceivedWebhook) => void;

/** A real receiver on loopback. */
export interface Receiver extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** How it answers from now on. @default 204 */
  answer: Answer;
  /** Resolves when so many requests have come in. */
  waitFor(count: number): Promise<void>;
}

export async function startReceiver({
  answer = (response) => response.writeHead(204).end(),
  tls,
}: { answer?: Answer; tls?: { key: string; cert: string } } = {}): Promise<Receiver> {
  const received: ReceivedWebhook[] = [];
  let waiting: { count: number; resolve: () => void }[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const webhook: ReceivedWebhook = {
      headers: request.headers,
      body: Buffer.concat(chunks),
      path: request.url ?? '',
      servername: (request.socket as TLSSocket & { servername?: string }).servername,
    };
    received.push(webhook);
    receiver.answer(response, webhook);
    for (const one of waiting) if (received.length >= one.count) one.resolve();
    waiting = waiting.filter(({ count }) => received.length < count);
  }
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void handle(request, response).catch(() => response.destroy());
  };
  const server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const receiver: Receiver = {
    port,
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/hooks`,
    received,
    answer,
    waitFor: (count) =>
      received.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ count, resolve })),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return receiver;
}
