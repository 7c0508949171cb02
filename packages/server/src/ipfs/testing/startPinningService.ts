import type { ServerResponse } from 'node:http';
import type { Pinnable } from '../../ports/ipfs.ts';
import { readAll, sendJson, startHttp, type HttpServer } from './startHttp.ts';

/** What a service does wrong. */
export type ServiceFault =
  | 'down' // answers 503
  | 'rate-limited' // answers 429
  | 'stalling' // never answers
  | 'slow' // never gets done
  | 'failing' // cannot fetch the content
  | 'lying-cid' // pins something else
  | 'forgetting' // says that it pinned, and lists nothing
  | 'garbage' // answers with a page
  | 'redirecting'; // sends us elsewhere

export interface PinningServiceServer extends HttpServer {
  readonly token: string;
  /** What it can fetch from the network; it also gives it back as a gateway. */
  readonly network: Map<string, Pinnable>;
  /** Bodies of the requests to pin, in order. */
  readonly requests: { readonly cid: string; readonly origins?: string[] }[];
  /** How many requests of any kind came. */
  readonly calls: () => number;
  fault: ServiceFault | undefined;
  /** How the bytes of the gateway differ from those it was given. */
  corrupt: 'longer' | 'shorter' | 'other' | undefined;
}

/** A token for tests only. */
const token = 'public-test-token';
/** Where its own node is. */
export const delegate =
  '/ip4/127.0.0.1/tcp/9/p2p/12D3KooWGzxzKZYveHXtpG6AsrUJBcWxHBFS2HsEoGTxrMLvKXtf';
const otherCid = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';

/**
 * A local service that speaks the IPFS Pinning Service API, with a gateway beside it.
 *
 * A pin is queued at first, and pinned when it is looked at, if the network has the content.
 *
 * @see https://ipfs.github.io/pinning-services-api-spec/
 */
export async function startPinningService(): Promise<PinningServiceServer> {
  const network = new Map<string, Pinnable>();
  const requests: PinningServiceServer['requests'] = [];
  const pins = new Map<string, { cid: string; status: string }>();
  let calls = 0;

  const show = (requestid: string, { cid, status }: { cid: string; status: string }) => ({
    requestid,
    status,
    created: '2026-03-01T12:00:00Z',
    pin: { cid },
    delegates: [delegate],
  });

  function look(pin: { cid: string; status: string }): void {
    if (pin.status !== 'queued' || service.fault === 'slow') return;
    const found = network.has(pin.cid) && service.fault !== 'failing';
    pin.status = found ? 'pinned' : 'failed';
  }

  function refuseWhen(response: ServerResponse): boolean {
    switch (service.fault) {
      case 'down':
        sendJson(response, 503, { error: { reason: 'UNAVAILABLE' } });
        return true;
      case 'rate-limited':
        sendJson(response, 429, { error: { reason: 'TOO_MANY_REQUESTS' } });
        return true;
      case 'stalling':
        return true;
      case 'garbage':
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
        return true;
      case 'redirecting':
        response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end();
        return true;
      default:
        return false;
    }
  }

  const http = await startHttp(async (request, response) => {
    calls += 1;
    const url = new URL(request.url ?? '/', 'http://service');
    const body = await readAll(request);
    const [, root, id] = url.pathname.split('/').map(decodeURIComponent);
    if (root === 'ipfs') return serve(response, id ?? '');
    if (request.headers.authorization !== `Bearer ${token}`)
      return sendJson(response, 401, { error: { reason: 'UNAUTHORIZED' } });
    if (refuseWhen(response)) return;

    if (request.method === 'POST' && root === 'pins') {
      const asked = JSON.parse(body.toString()) as { cid: string; origins?: string[] };
      requests.push(asked);
      const requestid = `request-${requests.length}`;
      const cid = service.fault === 'lying-cid' ? otherCid : asked.cid;
      const pin = { cid, status: service.fault === 'lying-cid' ? 'pinned' : 'queued' };
      if (service.fault === 'forgetting')
        return sendJson(response, 202, show(requestid, { cid, status: 'pinned' }));
      pins.set(requestid, pin);
      return sendJson(response, 202, show(requestid, pin));
    }
    if (id !== undefined) {
      const pin = pins.get(id);
      if (pin === undefined) return sendJson(response, 404, { error: { reason: 'NOT_FOUND' } });
      look(pin);
      return sendJson(response, 200, show(id, pin));
    }
    const cids = url.searchParams.get('cid')?.split(',');
    // The default of the API.
    const states = (url.searchParams.get('status') ?? 'pinned').split(',');
    const results = [...pins]
      .filter(([, pin]) => cids?.includes(pin.cid) !== false && states.includes(pin.status))
      .map(([requestid, pin]) => show(requestid, pin));
    sendJson(response, 200, { count: results.length, results });
  });

  async function serve(response: ServerResponse, cid: string): Promise<void> {
    const content = network.get(cid);
    if (content === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    const pieces: Uint8Array[] = [];
    for await (const piece of content.read()) pieces.push(piece);
    const bytes = Buffer.concat(pieces);
    if (service.corrupt === 'other') bytes[0] = (bytes[0] ?? 0) ^ 1;
    if (service.corrupt === 'longer') response.write('x');
    response.end(service.corrupt === 'shorter' ? bytes.subarray(1) : bytes);
  }

  const service: PinningServiceServer = {
    ...http,
    token,
    network,
    requests,
    calls: () => calls,
    fault: undefined,
    corrupt: undefined,
  };
  return service;
}
