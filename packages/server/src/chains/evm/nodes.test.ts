import { expect, test } from 'vitest';
import { issueOn, prepareIssue } from './testing/attempts.ts';
import { startEvmChain } from './testing/startEvmChain.ts';
import { startTamperedNode } from './testing/tamperedNode.ts';

const closedUrl = 'http://127.0.0.1:1';

test('when the first endpoint is down, the next does the whole work', async () => {
  await using chain = await startEvmChain({ own: true });
  const adapter = chain.adapter({ endpoints: [{ url: closedUrl }, { url: chain.url }] });

  const { issue, attempt, signed } = await prepareIssue(adapter, await issueOn(chain));

  expect(await adapter.broadcast(signed.bytes)).toMatchObject({ kind: 'taken' });
  expect(await adapter.locate(issue, attempt)).toMatchObject({ kind: 'included' });
});

test('an endpoint that answers garbage is passed over too', async () => {
  await using chain = await startEvmChain({ own: true });
  await using node = await startTamperedNode(chain.url);
  node.tamper(({ method }) => (method === 'eth_getBalance' ? { result: 'a lot' } : undefined));
  const account = await chain.account(7n);

  const both = chain.adapter({ endpoints: [{ url: node.url }, { url: chain.url }] });
  const alone = chain.adapter({ endpoints: [{ url: node.url }] });

  expect(await both.balance(account.address)).toBe(7n);
  await expect(alone.balance(account.address)).rejects.toMatchObject({
    code: 'BLOCKCHAIN_INVALID_ANSWER',
  });
});

test('an endpoint of another chain is never asked anything but who it is', async () => {
  await using chain = await startEvmChain({ own: true });
  await using stranger = await startTamperedNode(chain.url);
  stranger.tamper(({ method }) => (method === 'eth_chainId' ? { result: '0x1' } : undefined));
  const account = await chain.account(7n);

  const both = chain.adapter({ endpoints: [{ url: stranger.url }, { url: chain.url }] });

  expect(await both.balance(account.address)).toBe(7n);
  expect(new Set(stranger.calls.map(({ method }) => method))).toEqual(
    new Set(['eth_chainId', 'eth_getBlockByNumber']),
  );
});

test('a stranger among dead endpoints is what an operator hears of', async () => {
  await using chain = await startEvmChain({ own: true });
  await using stranger = await startTamperedNode(chain.url);
  stranger.tamper(({ method }) => (method === 'eth_chainId' ? { result: '0x1' } : undefined));
  const adapter = chain.adapter({ endpoints: [{ url: closedUrl }, { url: stranger.url }] });

  await expect(adapter.identify()).rejects.toMatchObject({ code: 'BLOCKCHAIN_WRONG_NETWORK' });
});

test('another local chain behind the same address is refused, as pinned in the database', async () => {
  await using chain = await startEvmChain({ own: true });
  await using fresh = await startEvmChain({ own: true });
  // Both have the same chain id; what differs is the time in their first block.
  await using node = await startTamperedNode(chain.url);
  node.tamper(({ method, params }, askReal) =>
    method === 'eth_getBlockByNumber' && params[0] === '0x0' && moved
      ? askReal().then((block) => ({
          result: { ...(block as object), hash: `0x${'7'.repeat(64)}` },
        }))
      : undefined,
  );
  let moved = false;
  let pinned: string | undefined;
  const pin = async (identity: string) => (pinned ??= identity);
  const adapter = chain.adapter({ endpoints: [{ url: node.url }], pin });
  const { identity } = await adapter.identify();

  moved = true;
  node.moveTo(fresh.url);

  const account = await chain.account();
  for (const again of [1, 2]) {
    await expect(adapter.balance(account.address), `try ${again}`).rejects.toMatchObject({
      code: 'BLOCKCHAIN_WRONG_NETWORK',
    });
  }
  moved = false;
  node.moveTo(chain.url);
  expect((await adapter.identify()).identity).toBe(identity);
  expect(await adapter.balance(account.address)).toBe(0n);
});

test('a chain that is replaced in the middle of the work gives no result', async () => {
  await using chain = await startEvmChain({ own: true });
  await using node = await startTamperedNode(chain.url);
  let replaced = false;
  node.tamper(({ method, params }, askReal) => {
    if (method === 'eth_getBalance') {
      replaced = true;
      setImmediate(() => node.moveTo(chain.url));
      return undefined;
    }
    return replaced && method === 'eth_getBlockByNumber' && params[0] === '0x0'
      ? askReal().then((block) => ({
          result: { ...(block as object), hash: `0x${'7'.repeat(64)}` },
        }))
      : undefined;
  });
  const adapter = chain.adapter({ endpoints: [{ url: node.url }] });

  const account = await chain.account();
  await expect(adapter.balance(account.address)).rejects.toMatchObject({
    code: 'BLOCKCHAIN_WRONG_NETWORK',
  });
});

test('an endpoint that fails again and again is left alone for a while, and the error says until when', async () => {
  await using chain = await startEvmChain({ own: true });
  const adapter = chain.adapter({ endpoints: [{ url: closedUrl }] });
  const account = await chain.account();
  const messages: string[] = [];

  for (let call = 0; call < 4; call += 1) {
    await adapter.balance(account.address).catch((error: Error) => messages.push(error.message));
  }

  expect(messages[0]).toMatch(/nothing listens there/);
  expect(messages.at(-1)).toMatch(/left alone until \d{4}-\d\d-\d\dT/);
});

test('a path or query of an endpoint, where providers put keys, is in no error', async () => {
  await using chain = await startEvmChain({ own: true });
  const secret = 's3cr3t';
  const adapter = chain.adapter({
    endpoints: [{ url: `http://user:${secret}@127.0.0.1:1/v3/${secret}?key=${secret}` }],
  });

  const error = await adapter.identify().catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ code: 'BLOCKCHAIN_UNREACHABLE' });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret);
  expect(`${(error as Error).message} ${(error as Error).stack}`).not.toContain(secret);
});
