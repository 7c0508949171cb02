import { expect, test } from 'vitest';
import { broadcastAndMine, issueOn, prepareIssue } from './testing/attempts.ts';
import { startEvmChain } from './testing/startEvmChain.ts';
import { startTamperedNode, type SeenCall } from './testing/tamperedNode.ts';

const closedUrl = 'http://127.0.0.1:1';

test('when the first endpoint is down, the next does the whole work', async () => {
  await using chain = await startEvmChain({ own: true });
  const adapter = chain.adapter({ endpoints: [{ url: closedUrl }, { url: chain.url }] });

  const { issue, attempt, signed } = await prepareIssue(adapter, await issueOn(chain));

  await broadcastAndMine(chain, adapter, signed);
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
  await using node = await startTamperedNode(chain.url);
  let isAnother = false;
  node.tamper((call, askReal) => (isAnother ? asAnotherChain(call, askReal) : undefined));
  let pinned: string | undefined;
  const pin = async (identity: string) => (pinned ??= identity);
  const adapter = chain.adapter({ endpoints: [{ url: node.url }], pin });
  const { identity } = await adapter.identify();

  isAnother = true;
  node.moveTo(chain.url);

  const { address } = await chain.account();
  for (const again of [1, 2]) {
    await expect(adapter.balance(address), `try ${again}`).rejects.toMatchObject({
      code: 'BLOCKCHAIN_WRONG_NETWORK',
    });
  }
  isAnother = false;
  node.moveTo(chain.url);
  expect((await adapter.identify()).identity).toBe(identity);
  expect(await adapter.balance(address)).toBe(0n);
});

test('a chain that is replaced in the middle of the work gives no result', async () => {
  await using chain = await startEvmChain({ own: true });
  await using node = await startTamperedNode(chain.url);
  let isAnother = false;
  node.tamper((call, askReal) => {
    if (call.method === 'eth_getBalance' && !isAnother) {
      isAnother = true;
      setImmediate(() => node.moveTo(chain.url));
    }
    return isAnother ? asAnotherChain(call, askReal) : undefined;
  });
  const adapter = chain.adapter({ endpoints: [{ url: node.url }] });

  const { address } = await chain.account();
  // Several at once: the first to notice must not be the only one.
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => adapter.balance(address)));

  expect(outcomes).toEqual(
    outcomes.map(() => ({
      status: 'rejected',
      reason: expect.objectContaining({ code: 'BLOCKCHAIN_WRONG_NETWORK' }),
    })),
  );
});

test('without a pin, another chain is refused until somebody asks who it is', async () => {
  await using chain = await startEvmChain({ own: true });
  await using node = await startTamperedNode(chain.url);
  let isAnother = false;
  node.tamper((call, askReal) => (isAnother ? asAnotherChain(call, askReal) : undefined));
  const adapter = chain.adapter({ endpoints: [{ url: node.url }] });
  const { address } = await chain.account();
  const { identity } = await adapter.identify();

  isAnother = true;
  node.moveTo(chain.url);

  for (const again of [1, 2]) {
    await expect(adapter.balance(address), `try ${again}`).rejects.toMatchObject({
      code: 'BLOCKCHAIN_WRONG_NETWORK',
    });
  }
  expect((await adapter.identify()).identity).not.toBe(identity);
  expect(await adapter.balance(address)).toBe(0n);
});

test('a local chain keeps its identity from its first block on, whatever its node calls that block later', async () => {
  await using chain = await startEvmChain({ own: true });
  const adapter = chain.adapter();
  const { identity } = await adapter.identify();

  await chain.account(1n);

  expect((await chain.adapter().identify()).identity).toBe(identity);
  await using node = await startTamperedNode(chain.url);
  node.tamper((call, askReal) =>
    call.params[0] === '0x0' ? asAnotherChain(call, askReal) : undefined,
  );
  const renamed = chain.adapter({ endpoints: [{ url: node.url }] });
  expect((await renamed.identify()).identity).toBe(identity);
});

test('an endpoint that fails again and again is left alone for a while, and the error says until when', async () => {
  await using chain = await startEvmChain({ own: true });
  const adapter = chain.adapter({ endpoints: [{ url: closedUrl }] });
  const account = await chain.account();
  const messages: string[] = [];

  for (let call = 0; call < 6; call += 1) {
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

/** The first blocks of a chain with the same id that was started at another time. */
function asAnotherChain({ method, params }: SeenCall, askReal: () => Promise<unknown>) {
  if (method !== 'eth_getBlockByNumber' || !['0x0', '0x1'].includes(String(params[0])))
    return undefined;
  const hash = `0x${'7'.repeat(64)}`;
  return askReal().then((block) => ({
    result:
      block === null
        ? null
        : { ...block, ...(params[0] === '0x0' ? { hash } : { parentHash: hash }) },
  }));
}
