import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { ChainAdapter } from '../../ports/chainAdapter.ts';
import type { Prepared } from './fixture.ts';

/** What nodes do wrong, and what the adapter says then. */
const outages: Record<string, [RequestListener | 'closed', string]> = {
  'is down': ['closed', 'BLOCKCHAIN_UNREACHABLE'],
  'does not answer in time': [() => {}, 'BLOCKCHAIN_UNREACHABLE'],
  'cuts the connection': [(request) => request.destroy(), 'BLOCKCHAIN_UNREACHABLE'],
  'is overloaded': [(_, answer) => answer.writeHead(503).end('busy'), 'BLOCKCHAIN_UNREACHABLE'],
  'limits our rate': [(_, answer) => answer.writeHead(429).end('{}'), 'BLOCKCHAIN_UNREACHABLE'],
  'answers a page for people': [
    (_, answer) => answer.end('<html>Welcome</html>'),
    'BLOCKCHAIN_INVALID_ANSWER',
  ],
  'answers JSON that means nothing': [
    (_, answer) => answer.end('{"welcome":1}'),
    'BLOCKCHAIN_INVALID_ANSWER',
  ],
  'answers half of something': [
    (_, answer) => answer.end('{"jsonrpc":"2.0","id":0,"res'),
    'BLOCKCHAIN_INVALID_ANSWER',
  ],
};

/** Declares a test for each thing that can be wrong with a node. */
export function describeOutages(
  prepare: () => Promise<Prepared>,
  adapterAt: (url: string) => ChainAdapter,
): void {
  for (const [what, [behaviour, code]] of Object.entries(outages)) {
    test(`a node that ${what}: ${code}, and the broadcast is of unknown effect`, async () => {
      const prepared = await prepare();
      await using server = await serve(behaviour);
      const adapter = adapterAt(server.url);

      for (const use of usesOf(adapter, prepared)) {
        await expect(use()).rejects.toMatchObject({ code });
      }
      expect(await adapter.broadcast(prepared.signed.bytes)).toMatchObject({ kind: 'unknown' });
    });
  }
}

/** Every method that needs the node. */
export function usesOf(
  adapter: ChainAdapter,
  { issue, attempt }: Prepared,
): (() => Promise<unknown>)[] {
  return [
    () => adapter.identify(),
    () => adapter.balance(issue.issuer.address),
    () => adapter.plan(issue),
    () => adapter.preview(issue),
    () => adapter.locate(issue, attempt),
    () =>
      adapter.readBack(issue, {
        assetId: 1n,
        contractAddress: '0x0000000000000000000000000000000000000001',
      }),
  ];
}

async function serve(
  behaviour: RequestListener | 'closed',
): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(behaviour === 'closed' ? () => {} : behaviour);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  if (behaviour === 'closed') await close();
  return { url, [Symbol.asyncDispose]: close };
}
