import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One call on its way to the real node. */
export interface SeenCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

type AskedCall = SeenCall & { readonly id: unknown };

/** What to do instead of asking the real node; undefined asks it. */
export type Tampering = (
  call: SeenCall,
  askReal: () => Promise<unknown>,
) => { result: unknown } | { error: object } | Promise<{ result: unknown }> | undefined;

export interface TamperedNode extends AsyncDisposable {
  readonly url: string;
  /** Every call so far, in order. */
  readonly calls: SeenCall[];
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
  let tampering: Tampering = () => undefined;
  let takesBatches = true;

  async function answer(request: AskedCall): Promise<object> {
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

  async function answerAll(request: IncomingMessage): Promise<object> {
    const body: unknown = JSON.parse(await text(request));
    if (!Array.isArray(body)) return answer(body as AskedCall);
    if (!takesBatches) {
      const error = { code: -32_600, message: 'batch requests are not supported' };
      return { jsonrpc: '2.0', id: null, error };
    }
    // In another order than asked, as the specification allows.
    return (await Promise.all((body as AskedCall[]).map(answer))).toReversed();
  }

  const server = createServer((request, response) => {
    answerAll(request).then(
      (answers) => response.end(JSON.stringify(answers)),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
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
