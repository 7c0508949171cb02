import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call on its way to the real node. */
export interface SeenCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What to do instead of asking the real node; undefined asks it. */
export type Tampering = (
  call: SeenCall,
  askReal: () => Promise<unknown>,
) => { result: unknown } | { error: object } | Promise<{ result: unknown }> | undefined;

export interface TamperedNode extends AsyncDisposable {
  readonly url: string;
  /** Every call so far, in order. */
  readonly calls: SeenCall[];
  /** How many HTTP requests came. */
  readonly requests: () => number;
  tamper(how: Tampering): void;
  /** Answers batches as nodes do that take none. */
  refuseBatches(): void;
  /** Passes everything on to another node from now on, and cuts what is open. */
  moveTo(url: string): void;
}

/** Stands between adapter and a real node, and bends single answers. */
export async function startTamperedNode(realUrl: string): Promise<TamperedNode> {
  const calls: SeenCall[] = [];
  let target = realUrl;
  let requests = 0;
  let tampering: Tampering = () => undefined;
  let takesBatches = true;

  async function answer(request: SeenCall & { id: unknown }): Promise<object> {
    calls.push({ method: request.method, params: request.params });
    const askReal = async () => {
      const response = await fetch(target, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      return (await response.json()) as { result: unknown };
    };
    const bent = await tampering(request, async () => (await askReal()).result);
    return bent === undefined ? askReal() : { jsonrpc: '2.0', id: request.id, ...bent };
  }

  const server = createServer(async (request, response) => {
    requests += 1;
    const body = JSON.parse(await textOf(request));
    if (!Array.isArray(body)) return response.end(JSON.stringify(await answer(body)));
    if (!takesBatches) {
      const error = { code: -32_600, message: 'batch requests are not supported' };
      return response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
    }
    // In another order than asked, as the specification allows.
    const answers = await Promise.all(body.map(answer));
    return response.end(JSON.stringify(answers.toReversed()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    requests: () => requests,
    tamper: (how) => void (tampering = how),
    refuseBatches: () => void (takesBatches = false),
    moveTo(url) {
      target = url;
      server.closeAllConnections();
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
