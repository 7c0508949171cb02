import type { WebhookHandler } from './createWebhookHandler.ts';

/** The part of Node's `IncomingMessage` that is used. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The part of Node's `ServerResponse` that is used. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(): unknown;
}

/**
 * Fits a webhook receiver to `node:http`.
 *
 * @param handler - From {@link createWebhookHandler}.
 * @returns A listener for `createServer`.
 * @example
 * createServer(toNodeListener(createWebhookHandler({ secret, onEvent }))).listen(8080);
 */
export function toNodeListener(
  handler: WebhookHandler,
): (request: NodeRequest, response: NodeResponse) => void {
  return (request, response) => {
    void answer(handler, request).then(({ status, headers }) => {
      response.writeHead(status, Object.fromEntries(headers));
      return response.end();
    });
  };
}

async function answer(handler: WebhookHandler, request: NodeRequest): Promise<Response> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, String(value));
  }
  const method = request.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const chunks = request[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
  // The listener knows neither host nor path, and the handler needs none.
  const init = { method, headers, ...(hasBody ? { body, duplex: 'half' as const } : {}) };
  try {
    return await handler(new Request('http://localhost/', init));
  } catch {
    // An answer that cannot be given must not end the process of the receiver.
    return new Response(null, { status: 500 });
  }
}
