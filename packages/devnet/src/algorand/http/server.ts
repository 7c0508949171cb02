/** HTTP around the routes: token, body, faults, answers. Plain node:http, because a fault needs the socket itself. */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Refusal, refusals } from '../errors.ts';
import { falsify, type Fault, type FaultKind } from '../faults.ts';
import { writeJson } from '../wire/json.ts';
import type { ApiAnswer, NodeParts, Route } from './api.ts';
import { matchRoute } from './routes.ts';

const bodySizeMax = 1024 * 1024;
const tokenHeader = 'X-Algo-API-Token';

export type HttpOptions = { readonly node: NodeParts; readonly token: string };

export function createHttpServer({ node, token }: HttpOptions): Server {
  return createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    respond(request, response, { node, token }).catch((error: unknown) => {
      // A connection that broke has no one left to tell.
      if (!response.destroyed) response.destroy(error as Error);
    });
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://devnet');
  const method = request.method ?? 'GET';
  const faults = options.node.faults.take({ method, path: url.pathname });
  const findFault = (kind: FaultKind): Fault | undefined =>
    faults.find((fault) => fault.kind === kind);

  if (findFault('refuse')) return cut(response);
  const delay = findFault('delay');
  if (delay) await wait(delay.ms ?? 1_000);
  const failure = findFault('status');
  if (failure && !failure.handled) return sendFailure(response, failure);

  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const answer = await answerRequest(request, { ...options, method, url, signal: gone.signal });
  if (findFault('drop-answer')) return cut(response);
  if (failure) return sendFailure(response, failure);
  if (findFault('garbage')) return send(response, garbage);
  return send(
    response,
    'json' in answer ? { ...answer, json: falsify(faults, answer.json) } : answer,
  );
}

const garbage: ApiAnswer = {
  bytes: Buffer.from('\u00c1<html>502 Bad Gateway</html>', 'latin1'),
  contentType: 'text/html',
};

type RequestContext = HttpOptions & {
  readonly method: string;
  readonly url: URL;
  readonly signal: AbortSignal;
};

async function answerRequest(
  request: IncomingMessage,
  context: RequestContext,
): Promise<ApiAnswer> {
  const { method, url, node, signal } = context;
  try {
    const body = await readBody(request);
    if (method === 'OPTIONS')
      return { status: 204, bytes: Buffer.alloc(0), contentType: 'text/plain' };
    const { route, params } = matchRoute(method, url.pathname);
    checkToken(request, route, context.token);
    return await route.handle({ params, query: url.searchParams, body, signal }, node);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, message, data } = error;
    return { status, json: { message, data } };
  }
}

function checkToken(request: IncomingMessage, route: Route, token: string): void {
  if (route.isPublic) return;
  const header = request.headers[tokenHeader.toLowerCase()];
  const bearer = /^bearer (.*)$/i.exec(request.headers.authorization ?? '')?.[1];
  const given = Buffer.from(typeof header === 'string' && header !== '' ? header : (bearer ?? ''));
  const expected = Buffer.from(token);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw refusals.invalidToken();
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodySizeMax) chunks.push(chunk);
  }
  if (size > bodySizeMax) throw refusals.bodyTooLarge();
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  const isJson = 'json' in answer;
  const body = isJson ? Buffer.from(writeJson(answer.json)) : answer.bytes;
  response.writeHead(answer.status ?? 200, {
    'content-type': isJson ? 'application/json' : answer.contentType,
    'content-length': body.length,
    'access-control-allow-origin': '*',
    'access-control-allow-headers': `${tokenHeader}, content-type`,
    'access-control-allow-methods': 'GET, POST, DELETE',
    ...answer.headers,
  });
  response.end(body);
}

function sendFailure(response: ServerResponse, { status = 500 }: Fault): void {
  send(response, { status, json: { message: 'a scripted fault of the devnet' } });
}

function cut(response: ServerResponse): void {
  response.socket?.destroy();
}
