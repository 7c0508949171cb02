import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createClientIn } from '../createClient.ts';
import type { HistoryEntry } from '../index.ts';
import { deploymentOf, historyOf } from '../testing/history.ts';
import { refuse, startServer } from '../testing/startServer.ts';
import { createTestRuntime } from '../testing/testRuntime.ts';

const id = 'dep_12345678';
const smooth = ['Queued', 'Submitted', 'Pending', 'Confirmed', 'Indexed', 'Completed'] as const;
const history = historyOf(...smooth);

function send(response: ServerResponse, entries: readonly HistoryEntry[]): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const entry of entries) {
    response.write(`id: ${entry.sequence}\ndata: ${JSON.stringify(entry)}\n\n`);
  }
}

function clientOf(baseUrl: string, options?: { silent: boolean }) {
  const runtime = createTestRuntime(options);
  const session = { accessToken: 'a', refreshToken: 'r' };
  return { runtime, client: createClientIn(runtime, { baseUrl, session }) };
}

const sequences = (entries: AsyncIterable<HistoryEntry>) =>
  Array.fromAsync(entries, ({ sequence }) => sequence);

describe('watch()', () => {
  test('yields every entry of the stream, and ends with Completed although the stream stays open', async () => {
    await using server = await startServer((_, response) => send(response, history));
    const { client } = clientOf(server.url);

    expect(await Array.fromAsync(client.deployments.watch(id))).toEqual(history);
    expect(server.seen).toMatchObject([
      { path: `/api/v1/deployment-status/${id}/events`, headers: { accept: 'text/event-stream' } },
    ]);
  });

  test('connects again where the stream broke off, without a gap and without a repetition', async () => {
    await using server = await startServer((_, response, count) => {
      if (count === 1) {
        send(response, history.slice(0, 2));
        response.end();
      } else if (count === 2) {
        // This one does not know Last-Event-ID and starts from the beginning.
        send(response, history.slice(0, 4));
        setImmediate(() => response.destroy());
      } else {
        send(response, history.slice(4));
      }
    });
    const { client } = clientOf(server.url);

    expect(await sequences(client.deployments.watch(id))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(server.seen.map(({ headers }) => headers['last-event-id'])).toEqual([
      undefined,
      '2',
      '4',
    ]);
  });

  test('ends after Failed when the server says that nothing follows', async () => {
    await using server = await startServer((_, response, count) => {
      if (count === 1) send(response, historyOf('Queued', 'Failed'));
      else response.writeHead(204);
      response.end();
    });
    const { client } = clientOf(server.url);

    expect(await sequences(client.deployments.watch(id))).toEqual([1, 2]);
  });

  test('goes on after Failed when the deployment was queued again', async () => {
    await using server = await startServer((_, response, count) => {
      const retried = historyOf('Queued', 'Failed', 'Queued', 'Cancelled');
      send(response, count === 1 ? retried.slice(0, 2) : retried.slice(2));
      response.end();
    });
    const { client } = clientOf(server.url);

    expect(await sequences(client.deployments.watch(id))).toEqual([1, 2, 3, 4]);
  });

  test('resumes after an entry the caller has seen', async () => {
    await using server = await startServer((_, response) => send(response, history.slice(4)));
    const { client } = clientOf(server.url);

    expect(await sequences(client.deployments.watch(id, { afterSequence: 4 }))).toEqual([5, 6]);
    expect(server.seen[0]?.headers['last-event-id']).toBe('4');
  });

  test('asks instead where a proxy answers the stream with a page', async () => {
    let polls = 0;
    await using server = await startServer(({ path }, response) => {
      if (path.endsWith('/events')) return void response.end('<html>');
      polls += 1;
      return deploymentOf(...smooth.slice(0, polls * 2));
    });
    const { client, runtime } = clientOf(server.url);

    expect(await sequences(client.deployments.watch(id))).toEqual([1, 2, 3, 4, 5, 6]);
    // Two tries of the stream, then as often as the server suggests.
    expect(runtime.sleeps).toEqual([500, 1_000, 700, 700]);
  });

  test('asks instead where something on the way holds the stream back', async () => {
    await using server = await startServer(({ path }, response) => {
      if (!path.endsWith('/events')) return deploymentOf('Queued', 'Cancelled');
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    });
    const { client } = clientOf(server.url, { silent: true });

    expect(await sequences(client.deployments.watch(id))).toEqual([1, 2]);
  });

  test('outlives a restart of the server', async () => {
    await using server = await startServer((_, response, count) => {
      if (count === 1) send(response, history.slice(0, 2));
      if (count <= 4) response.destroy();
      else return deploymentOf(...smooth);
    });
    const { client } = clientOf(server.url);

    expect((await sequences(client.deployments.watch(id))).at(-1)).toBe(6);
  });

  test('gives up when nothing gets better', async () => {
    await using server = await startServer((_, response) => refuse(response, 500, 'X'));
    const { client } = clientOf(server.url);

    await expect(sequences(client.deployments.watch(id))).rejects.toMatchObject({ status: 500 });
  });

  test('says at once what will not get better', async () => {
    await using server = await startServer((_, response) =>
      refuse(response, 404, 'DEPLOYMENT_NOT_FOUND'),
    );
    const { client } = clientOf(server.url);

    await expect(sequences(client.deployments.watch(id))).rejects.toMatchObject({
      code: 'DEPLOYMENT_NOT_FOUND',
    });
    expect(server.seen).toHaveLength(1);
  });

  test('closes its connection when the loop is left', async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await startServer((_, response) => {
      void once(response, 'close').then(() => closed.resolve());
      send(response, history.slice(0, 2));
    });
    const { client } = clientOf(server.url);

    for await (const { sequence } of client.deployments.watch(id)) {
      if (sequence === 2) break;
    }

    await closed.promise;
  });

  test('ends with the reason of its signal while it waits for the next event', async () => {
    const stop = new AbortController();
    const closed = Promise.withResolvers<void>();
    await using server = await startServer((_, response) => {
      void once(response, 'close').then(() => closed.resolve());
      send(response, history.slice(0, 1));
    });
    const { client } = clientOf(server.url);

    const watching = client.deployments.watch(id, { signal: stop.signal });
    await watching.next();
    const next = watching.next();
    stop.abort(new Error('Enough'));

    await expect(next).rejects.toThrow('Enough');
    await closed.promise;
  });
});

describe('wait()', () => {
  test('gives the deployment when it is completed, and tells every entry on the way', async () => {
    await using server = await startServer(({ path }, response) =>
      path.endsWith('/events') ? send(response, history) : deploymentOf(...smooth),
    );
    const { client } = clientOf(server.url);
    const seen: string[] = [];

    const { status } = await client.deployments.wait(id, {
      // Not over at once, as it would be in a timer.
      timeoutMs: Number.POSITIVE_INFINITY,
      onUpdate: (entry) => void seen.push(entry.status),
    });

    expect(status).toBe('Completed');
    expect(seen).toEqual(smooth);
  });

  test('ends as soon as the state asked for is reached or passed', async () => {
    await using server = await startServer(({ path }, response) =>
      path.endsWith('/events')
        ? send(response, history.slice(0, 4))
        : deploymentOf(...smooth.slice(0, 4)),
    );
    const { client } = clientOf(server.url);

    expect((await client.deployments.wait(id, { until: 'Pending' })).status).toBe('Confirmed');
  });

  test('throws what failed, and whether it may be retried', async () => {
    await using server = await startServer(({ path }, response) =>
      path.endsWith('/events')
        ? send(response, historyOf('Queued', 'Failed'))
        : deploymentOf('Queued', 'Failed'),
    );
    const { client } = clientOf(server.url);

    await expect(client.deployments.wait(id)).rejects.toMatchObject({
      name: 'DeploymentFailedError',
      message: `Deployment "${id}" failed: Cannot pay`,
      code: 'INSUFFICIENT_FUNDS',
      suggestedAction: 'Send 0.2 ALGO.',
      retryable: true,
      deployment: { status: 'Failed' },
    });
  });

  test('throws when it was cancelled', async () => {
    await using server = await startServer(({ path }, response) =>
      path.endsWith('/events')
        ? send(response, historyOf('Queued', 'Cancelled'))
        : deploymentOf('Queued', 'Cancelled'),
    );
    const { client } = clientOf(server.url);

    await expect(client.deployments.wait(id)).rejects.toMatchObject({
      name: 'DeploymentCancelledError',
    });
  });

  test('is not misled by a failure before a retry', async () => {
    const states = ['Queued', 'Failed', ...smooth] as const;
    await using server = await startServer(({ path }, response) =>
      path.endsWith('/events') ? send(response, historyOf(...states)) : deploymentOf(...states),
    );
    const { client } = clientOf(server.url);

    expect((await client.deployments.wait(id)).status).toBe('Completed');
  });

  test('ends when its time is over, or its signal says so', async () => {
    await using server = await startServer((_, response) => send(response, history.slice(0, 1)));
    const { client } = clientOf(server.url);
    const signal = AbortSignal.abort(new Error('Enough'));

    await expect(client.deployments.wait(id, { timeoutMs: 30 })).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'Cannot wait for "Completed": no result within 30 ms',
    });
    await expect(client.deployments.wait(id, { signal })).rejects.toThrow('Enough');
  });
});

test('events.stream() follows the cursor and pauses at the end', async () => {
  await using server = await startServer((_, __, count) => ({
    items: count === 2 ? [] : [{ id: `evt_${count}` }],
    nextCursor: `c${count}`,
    hasMore: false,
  }));
  const { client, runtime } = clientOf(server.url);
  const cursors: string[] = [];

  for await (const page of client.events.stream({ after: 'c0', limit: 10 })) {
    cursors.push(page.nextCursor);
    if (cursors.length === 2) break;
  }

  expect(cursors).toEqual(['c1', 'c3']);
  expect(runtime.sleeps).toEqual([2_000, 2_000]);
  expect(server.seen.map(({ path }) => path.split('?')[1])).toEqual([
    'after=c0&limit=10',
    'after=c1&limit=10',
    'after=c2&limit=10',
  ]);
});
