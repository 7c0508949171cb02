import type { IncomingMessage, ServerResponse } from 'node:http';
import { addressContent } from '../addressContent.ts';
import { readAll, sendJson, startHttp, type HttpServer } from './startHttp.ts';

export interface KuboServer extends HttpServer {
  /** Gives every content a wrong CID. */
  lying: boolean;
  /** Takes requests and answers none. */
  stalling: boolean;
  /** Answers 500 to everything. */
  failing: boolean;
  /** Where it was told to connect to. */
  readonly connected: readonly string[];
  /** CIDs that are pinned. */
  readonly pinned: ReadonlyMap<string, Buffer>;
}

/**
 * The part of Kubo's RPC that we use, on the wire as Kubo 0.44 speaks it.
 *
 * It computes CIDs with our own code: that those are Kubo's is what the suite shows when it runs against a real one.
 *
 * @see https://docs.ipfs.tech/reference/kubo/rpc/
 */
export async function startKubo({
  authorization,
}: { authorization?: string } = {}): Promise<KuboServer> {
  const pinned = new Map<string, Buffer>();
  const connected: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const url = new URL(request.url ?? '/', 'http://node');
    if (authorization !== undefined && request.headers.authorization !== authorization)
      return void response.writeHead(403, { 'content-type': 'text/plain' }).end('403 - Forbidden');
    if (node.stalling) return;
    if (node.failing) return refuse(response, 'the disk is full');
    const [cid = ''] = url.searchParams.getAll('arg');
    switch (url.pathname) {
      case '/api/v0/add': {
        const bytes = fileOf(request, body);
        const { cid: added } = await addressContent(only(bytes));
        pinned.set(added, bytes);
        const Hash = node.lying
          ? 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'
          : added;
        return sendJson(response, 200, { Name: Hash, Hash, Size: String(bytes.length) });
      }
      case '/api/v0/pin/ls':
        if (!pinned.has(cid)) return refuse(response, `path '/ipfs/${cid}' is not pinned`);
        return sendJson(response, 200, { Cid: cid, Type: 'recursive' });
      case '/api/v0/cat': {
        const bytes = pinned.get(cid);
        if (bytes === undefined) return refuse(response, 'block was not found locally');
        return void response.writeHead(200, { 'content-type': 'text/plain' }).end(bytes);
      }
      case '/api/v0/id':
        return sendJson(response, 200, {
          ID: '12D3KooWGzxzKZYveHXtpG6AsrUJBcWxHBFS2HsEoGTxrMLvKXtf',
          PublicKey: '',
          Addresses: [
            '/ip4/127.0.0.1/tcp/4001/p2p/12D3KooWGzxzKZYveHXtpG6AsrUJBcWxHBFS2HsEoGTxrMLvKXtf',
          ],
          AgentVersion: 'kubo/0.44.0/',
          Protocols: [],
        });
      case '/api/v0/swarm/connect':
        connected.push(cid);
        return sendJson(response, 200, { Strings: [`connect ${cid} success`] });
      default:
        response.writeHead(404).end('404 page not found');
    }
  }

  const node: KuboServer = {
    ...(await startHttp(answer)),
    lying: false,
    stalling: false,
    failing: false,
    connected,
    pinned,
  };
  return node;
}

function refuse(response: ServerResponse, Message: string): void {
  sendJson(response, 500, { Message, Code: 0, Type: 'error' });
}

/** The bytes of the one file in a form: between the first empty line and the last boundary. */
function fileOf(request: IncomingMessage, body: Buffer): Buffer {
  const [, boundary = ''] = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '') ?? [];
  const start = body.indexOf('\r\n\r\n') + 4;
  return body.subarray(start, body.lastIndexOf(`\r\n--${boundary}--`));
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
