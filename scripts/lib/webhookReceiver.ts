/**
 * A partner's server, in a process of its own: verifies every webhook and reports it as a line of JSON.
 *
 * The secret comes as a line of JSON on its input, since an endpoint has one only after it has an address.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { createWebhookHandler, toNodeListener } from '@biatec-tokens/sdk';

const port = Number(process.argv[2] ?? 0);
let secrets: string[] = [];

const server = createServer(
  toNodeListener((request) => {
    const handle = createWebhookHandler({
      secret: secrets,
      onEvent: (event) => report({ verified: true, event }),
      onError: (error) => report({ verified: false, problem: String(error) }),
    });
    return handle(request);
  }),
);
server.listen(port, '127.0.0.1');
await once(server, 'listening');
report({ ready: true, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });

createInterface({ input: process.stdin }).on('line', (line) => {
  ({ secrets } = JSON.parse(line) as { secrets: string[] });
  report({ secrets: secrets.length });
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(0));

function report(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
