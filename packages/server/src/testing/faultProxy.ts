import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request on its way to the real node. */
export interface ProxiedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** As text; bytes pass unaltered. */
  readonly body: string;
}

/** What the real node answered. */
export interface ProxiedAnswer {
  readonly status: number;
  readonly body: string;
}

/** What goes wrong between client and node, until it is mended. */
export type ProxyFault =
  /** Connections are cut as soon as they are made. */
  | { readonly kind: 'down' }
  /** Nothing is ever answered. */
  | { readonly kind: 'slow' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A page for people instead of an answer. */
  | { readonly kind: 'garbage' }
  /** The node's answer, bent; undefined leaves it as it is. */
  | {
      readonly kind: 'lie';
      readonly bend: (
        request: ProxiedRequest,
        answer: ProxiedAnswer,
      ) => Partial<ProxiedAnswer> | undefined;
    };

/** An HTTP server before a real node, that makes on demand what networks do by themselves. */
export interface FaultProxy extends AsyncDisposable {
  readonly url: string;
  /** Requests so far, also those that were not passed on. */
  readonly requests: readonly ProxiedRequest[];
  /** Requests, and connections that were cut at once. */
  readonly attempts: number;
  break(fault: ProxyFault): void;
  mend(): void;
  /** Passes everything on to another node from now on, and cuts what is open. */
  moveTo(url: string): void;
}

export async function startFaultProxy(realUrl: string): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  let target = realUrl;
  let fault: ProxyFault | undefined;
  let cut = 0;

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const sent = await buffer(incoming);
    const request = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      body: sent.toString(),
    };
    requests.push(request);
    const now = fault;
    if (now?.kind === 'down') return void incoming.socket.destroy();
    if (now?.kind === 'slow') return;
    if (now?.kind === 'garbage') return void outgoing.end('<html>Welcome</html>');
    if (now?.kind === 'status') return void outgoing.writeHead(now.status, now.headers).end('{}');
    const real = await ask(incoming, request, sent);
    const answer = now === undefined ? real : { ...real, ...now.bend(request, real) };
    outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
  }

  async function ask(
    incoming: IncomingMessage,
    request: ProxiedRequest,
    sent: Buffer,
  ): Promise<ProxiedAnswer> {
    const { host: _host, connection: _connection, ...headers } = incoming.headers;
    const response = await fetch(`${target}${request.path}`, {
      method: request.method,
      headers: headers as Record<string, string>,
      ...(request.method === 'GET' ? {} : { body: new Uint8Array(sent) }),
    });
    return { status: response.status, body: await response.text() };
  }

  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.on('connection', (socket) => {
    if (fault?.kind !== 'down') return;
    cut += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get attempts() {
      return requests.length + cut;
    },
    break(next) {
      fault = next;
      if (next.kind === 'down') server.closeAllConnections();
    },
    mend() {
      fault = undefined;
    },
    moveTo(url) {
      target = url;
      server.closeAllConnections();
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
