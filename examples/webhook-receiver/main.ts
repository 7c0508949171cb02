/** Receives the events of one issuance over node:http, each verified. Exits non-zero if anything is not as it should be. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createClient,
  createWebhookHandler,
  toNodeListener,
  type WebhookEvent,
} from '@biatec-tokens/sdk';

const client = createClient({ baseUrl: process.env['BASE_URL'] ?? 'http://127.0.0.1:8080' });
const password = `Aa1!${randomBytes(12).toString('base64url')}`;
const email = `webhook-receiver-${randomBytes(6).toString('hex')}@example.com`;
await client.auth.register({ email, password, confirmPassword: password });

const events = new Map<string, WebhookEvent>();
const completed = Promise.withResolvers<void>();

// The endpoint needs an address before it has a secret, so the receiver starts without one.
const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const { secret } = await client.webhooks.create({ url });

// #region receive
const handler = createWebhookHandler({
  secret,
  onEvent(event) {
    // Deliveries may repeat: an id counts once.
    if (events.has(event.id)) return;
    events.set(event.id, event);
    console.log(event.type);
    if (event.type === 'deployment.completed') completed.resolve();
  },
});
server.on('request', toNodeListener(handler));
// #endregion

const forged = await fetch(url, { method: 'POST', body: '{"type":"deployment.completed"}' });
assert.equal(forged.status, 400);

const { deploymentId } = await client.tokens.issue('asa-nft', {
  network: 'algorand-localnet',
  name: 'Bar of gold No. 1',
  unitName: 'BAR',
});
await Promise.all([completed.promise, client.deployments.wait(deploymentId)]);

assert.deepEqual(
  [...events.values()].map(({ data }) => 'sequence' in data && data.sequence),
  [1, 2, 3, 4, 5, 6],
);
server.close();
server.closeAllConnections();
console.log('Checked');
