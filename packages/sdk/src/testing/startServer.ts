import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** Answers a request; what it returns is sent as JSON with status 200. */
export type Answer = (
  request: SeenRequest,
  response: ServerResponse,
  count: number,
) => object | void | Promise<object | void>;

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  /** Every request so far. */
  readonly seen: SeenRequest[];
}

/** A real HTTP server on a free port that answers as the test says. */
export async function startServer(answer: Answer): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of incoming) text += String(chunk);
    const request = {
      method: incoming.method ?? '',
      path: incoming.url ?? '',
      headers: incoming.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    seen.push(request);
    const body = await answer(request, response, seen.length);
    if (body !== undefined) sendJson(response, 200, body);
  }
  const server = createServer((...exchange) => void serve(...exchange)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Answers with an error of the catalogue. */
export function refuse(
  response: ServerResponse,
  status: number,
  errorCode: string,
  headers: Record<string, string> = {},
  details?: object,
): void {
  const wire = {
    success: false,
    errorCode,
    errorNumber: 1,
    errorMessage: `Refused with ${errorCode}`,
    suggestedAction: 'Do something else.',
    correlationId: 'req_1',
    timestamp: '2026-03-01T12:00:00.000Z',
    docsUrl: `/docs/errors/${errorCode}`,
    ...(details === undefined ? {} : { details }),
  };
  sendJson(response, status, wire, headers);
}
