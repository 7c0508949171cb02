import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook, type DeploymentWebhookEvent } from '@biatec-tokens/core';

/** A partner's server: verifies every webhook and remembers it. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** The secret that signatures must match; set when the endpoint is made. */
  secret: string;
  /** Sequences of a deployment's events in the order of their first arrival. */
  sequencesOf(deploymentId: string): number[];
  /** Resolves when an event of the deployment with this status has arrived. */
  waitFor(deploymentId: string, status: string): Promise<void>;
  readonly refused: number;
}

export async function startReceiver(): Promise<Receiver> {
  const events = new Map<string, DeploymentWebhookEvent>();
  const waiting = new Set<() => void>();
  let refused = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      try {
        verifyWebhook({
          headers: request.headers,
          body,
          secrets: [receiver.secret],
          now: new Date(),
        });
        const event = JSON.parse(body) as DeploymentWebhookEvent;
        if (!events.has(event.id)) events.set(event.id, event);
        response.writeHead(204).end();
        for (const look of waiting) look();
      } catch {
        refused += 1;
        response.writeHead(400).end();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const eventsOf = (deploymentId: string) =>
    [...events.values()].filter((event) => event.data.deploymentId === deploymentId);
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    secret: '',
    sequencesOf: (deploymentId) => eventsOf(deploymentId).map((event) => event.data.sequence),
    waitFor: (deploymentId, status) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!eventsOf(deploymentId).some((event) => event.data.status === status)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    get refused() {
      return refused;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
