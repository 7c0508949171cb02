/** What endpoints of both families survive: real nodes, with a proxy before them that makes the faults. */
import { beforeAll, afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Log } from '../../ports/log.ts';
import { startFaultProxy, type FaultProxy, type ProxyFault } from '../../testing/faultProxy.ts';
import { createManualClock } from '../../testing/manualClock.ts';
import { algorand, evm, type AdapterFacts, type ChainUnderTest } from './testing/chains.ts';

describe.each([algorand, evm])('endpoints of $name', (family) => {
  let chain: ChainUnderTest;
  let another: ChainUnderTest;
  beforeAll(async () => {
    [chain, another] = await Promise.all([family.start(), family.start()]);
    await Promise.all([chain.makeBlocks(40), another.makeBlocks(40)]);
  });
  afterAll(async () => {
    await chain?.[Symbol.asyncDispose]();
    await another?.[Symbol.asyncDispose]();
  });

  /** So many proxies before the same node, the adapter over them, and a clock that stands still. */
  async function open(count: number, facts: Partial<AdapterFacts> = {}) {
    const clock = createManualClock();
    const lines: { level: string; message: string; fields: object }[] = [];
    const at = (level: string) => (fields: object, message: string) =>
      void lines.push({ level, message, fields });
    const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
    const proxies = await Promise.all(
      Array.from({ length: count }, () => startFaultProxy(chain.url)),
    );
    const adapter = family.adapter(
      proxies.map(({ url }) => url),
      { clock, log, timeoutMs: 2_000, ...facts },
    );
    onTestFinished(async () => {
      await adapter.close();
      await Promise.all(proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
    });
    const [first, second] = proxies as [FaultProxy, FaultProxy];
    return {
      adapter,
      clock,
      lines,
      proxies,
      first,
      second,
      ask: () => adapter.balance(family.address),
      states: () => adapter.endpoints.list().map(({ state }) => state),
      endpoint: (index: number) => adapter.endpoints.list()[index],
      /** Lets looks that run beside the work come to their end. */
      settle: () => adapter.endpoints.survey(),
      /** Behind the first address now stands another chain. */
      becomeAnother() {
        first.mend();
        // Two anvils that start within a second make the same first block.
        if (family.name === 'evm') first.break(family.otherChain);
        first.moveTo(another.url);
      },
    };
  }

  test('all is well: the preferred endpoint does the work, and the answer tells how the others are', async () => {
    const pool = await open(2);
    expect(pool.states()).toEqual(['unknown', 'unknown']);

    await pool.ask();
    await pool.settle();

    expect(pool.adapter.endpoints.list()).toMatchObject([
      { state: 'healthy', breaker: 'closed', openUntil: null, behindBy: 0n, lastError: null },
      { state: 'healthy', breaker: 'closed', openUntil: null, behindBy: 0n, lastError: null },
    ]);
    expect(pool.endpoint(0)?.height).toBeGreaterThanOrEqual(40n);
    expect(pool.endpoint(0)?.latencyMs).toBeGreaterThan(0);
  });

  test('a question costs one request, however many endpoints there are', async () => {
    const pool = await open(3);
    await pool.ask();
    await pool.settle();
    const before = pool.proxies.map(({ requests }) => requests.length);

    for (let times = 0; times < 20; times += 1) await pool.ask();

    const after = pool.proxies.map(({ requests }) => requests.length);
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([20, 0, 0]);
  });

  const faults: [string, ProxyFault, string, string][] = [
    ['down', { kind: 'down' }, 'down', 'connection'],
    ['slow', { kind: 'slow' }, 'down', 'timeout'],
    ['answering 503', { kind: 'status', status: 503 }, 'down', 'server-error'],
    ['answering 401', { kind: 'status', status: 401 }, 'down', 'unauthorized'],
    ['limiting our rate', { kind: 'status', status: 429 }, 'degraded', 'rate-limited'],
    ['answering garbage', { kind: 'garbage' }, 'down', 'invalid-answer'],
    ['of another chain', family.otherChain, 'wrong-network', 'wrong-network'],
  ];
  test.for(faults)(
    'while the preferred endpoint is %s the next does the work; once it is back it does the work again',
    async ([, fault, state, kind]) => {
      // What a stranger says must not be what is pinned.
      const { first: _, ...known } = await open(1);
      const { identity } = await known.adapter.identify();
      const timeoutMs = fault.kind === 'slow' ? 300 : 2_000;
      const pool = await open(2, { timeoutMs, pin: async () => identity });
      pool.first.break(fault);

      await pool.ask();
      await pool.settle();

      expect(pool.states()).toEqual([state, 'healthy']);
      expect(pool.endpoint(0)?.lastError).toMatchObject({ kind });
      const asked = pool.first.attempts;
      await pool.ask();
      expect(pool.first.attempts).toBe(asked);

      pool.first.mend();
      await pool.clock.advance(20_000);
      // This one lets a look run beside it; the next finds what it saw.
      await pool.ask();
      await pool.settle();
      expect(pool.states()).toEqual(['healthy', 'healthy']);
      const counts = pool.proxies.map(({ requests }) => requests.length);
      await pool.ask();
      expect(pool.proxies.map(({ requests }, index) => requests.length - counts[index]!)).toEqual([
        1, 0,
      ]);
    },
  );

  test('an endpoint that says when to come back is not asked a moment earlier', async () => {
    const pool = await open(1);
    pool.first.break({ kind: 'status', status: 429, headers: { 'retry-after': '7' } });
    await expect(pool.ask()).rejects.toMatchObject({ code: 'BLOCKCHAIN_UNREACHABLE' });
    const asked = pool.first.requests.length;

    await pool.clock.advance(6_900);
    await expect(pool.ask()).rejects.toThrow(/left alone until 2026-03-01T12:00:(07|08|09|1\d)/);
    expect(pool.first.requests).toHaveLength(asked);

    pool.first.mend();
    await pool.clock.advance(5_000);
    await pool.ask();
    expect(pool.states()).toEqual(['healthy']);
  });

  test('a stranger is refused loudly, asked nothing but who it is, and the others go on', async () => {
    const { identity } = await (await open(1)).adapter.identify();
    const pool = await open(2, { pin: async () => identity });
    pool.becomeAnother();

    await pool.ask();
    const asked = pool.first.requests.length;
    await pool.ask();

    expect(pool.states()[0]).toBe('wrong-network');
    expect(pool.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'a node of another network is refused' }),
    );
    expect(pool.first.requests).toHaveLength(asked);
    expect(JSON.stringify(pool.first.requests)).not.toContain(family.address);
  });

  test('the preferred endpoint names a chain that has no known name, not the quickest', async () => {
    const pool = await open(2);
    pool.first.moveTo(chain.url);
    pool.second.break(family.otherChain);

    await pool.settle();

    expect(pool.states()).toEqual(['healthy', 'wrong-network']);
  });

  test('behind by ten an endpoint is asked last, behind by nine it is not', async () => {
    const pool = await open(2);
    pool.first.break(family.behind(9));
    await pool.settle();
    expect(pool.endpoint(0)).toMatchObject({ state: 'healthy', behindBy: 9n });

    pool.first.break(family.behind(10));
    await pool.settle();
    expect(pool.endpoint(0)).toMatchObject({ state: 'degraded', behindBy: 10n });
    const counts = pool.proxies.map(({ requests }) => requests.length);
    await pool.ask();
    const spent = pool.proxies.map(({ requests }, index) => requests.length - counts[index]!);
    expect(spent).toEqual([0, 1]);

    // Better one that is behind than none.
    pool.second.break({ kind: 'down' });
    await pool.ask();
  });

  test('of two nodes with different blocks none is believed alone; of three, the odd one is found', async () => {
    const two = await open(2);
    two.second.break(family.otherBlocks);
    await two.settle();
    expect(two.states()).toEqual(['degraded', 'degraded']);
    expect(two.lines.filter(({ level }) => level === 'error')).toHaveLength(2);

    const three = await open(3);
    three.first.break(family.otherBlocks);
    await three.settle();
    expect(three.states()).toEqual(['degraded', 'healthy', 'healthy']);
    await three.ask();
    expect(three.endpoint(0)?.state).toBe('degraded');
  });

  test('a hundred questions at once while the preferred endpoint is down cost it a handful of attempts', async () => {
    const pool = await open(2);
    pool.first.break({ kind: 'down' });

    await Promise.all(Array.from({ length: 100 }, pool.ask));
    await pool.settle();

    // The first greeting with its retries, and a look beside the work.
    expect(pool.first.attempts).toBeLessThanOrEqual(10);
  });

  test('a node that goes down under a hundred questions is not tried by each of them', async () => {
    const pool = await open(2);
    await pool.ask();
    const before = pool.first.attempts;
    pool.first.break({ kind: 'down' });

    await Promise.all(Array.from({ length: 100 }, pool.ask));
    await pool.settle();

    // What was on its way, and the greetings after it.
    expect(pool.first.attempts - before).toBeLessThanOrEqual(40);
  });

  test('after repeated failures nothing is asked for a while; then one question sees whether it is back', async () => {
    const pool = await open(1);
    pool.first.break({ kind: 'down' });
    for (let times = 0; times < 5; times += 1) await pool.ask().catch(() => {});
    expect(pool.endpoint(0)).toMatchObject({ state: 'down', breaker: 'open' });
    const until = pool.endpoint(0)?.openUntil?.toISOString();

    const shut = pool.first.attempts;
    await expect(pool.ask()).rejects.toThrow(`left alone until ${until}`);
    expect(pool.first.attempts).toBe(shut);

    // Still down: one trial, and a longer rest.
    await pool.clock.advance(3_000);
    expect(pool.endpoint(0)?.breaker).toBe('half-open');
    await Promise.all(Array.from({ length: 50 }, () => pool.ask().catch(() => {})));
    expect(pool.first.attempts - shut).toBeLessThanOrEqual(3);
    expect(pool.endpoint(0)?.breaker).toBe('open');

    pool.first.mend();
    await pool.clock.advance(6_000);
    // Whoever asks while it is being tried waits for that, and is answered.
    await Promise.all(Array.from({ length: 50 }, pool.ask));
    expect(pool.endpoint(0)).toMatchObject({
      state: 'healthy',
      breaker: 'closed',
      openUntil: null,
    });
  });

  test('a node that came back as another chain is refused', async () => {
    const { identity } = await (await open(1)).adapter.identify();
    const pool = await open(1, { pin: async () => identity });
    await pool.ask();
    pool.first.break({ kind: 'down' });
    for (let times = 0; times < 5; times += 1) await pool.ask().catch(() => {});
    expect(pool.endpoint(0)?.breaker).toBe('open');

    pool.becomeAnother();
    await pool.clock.advance(20_000);

    await expect(pool.ask()).rejects.toMatchObject({ code: 'BLOCKCHAIN_WRONG_NETWORK' });
    const asked = pool.first.requests.length;
    await expect(pool.ask()).rejects.toMatchObject({ code: 'BLOCKCHAIN_WRONG_NETWORK' });
    expect(pool.first.requests).toHaveLength(asked);

    // The right one again behind the same address: the connection says so at once.
    pool.first.mend();
    pool.first.moveTo(chain.url);
    await expect
      .poll(() =>
        pool.ask().then(
          () => 'answers',
          (error) => String(error),
        ),
      )
      .toBe('answers');
  });

  test('when none can be asked the error says of each why', async () => {
    const pool = await open(2);
    pool.first.break({ kind: 'down' });
    pool.second.break({ kind: 'status', status: 503 });

    const hosts = pool.proxies.map(({ url }) => new URL(url).host);
    const error = (await pool.ask().catch((thrown: unknown) => thrown)) as Error;

    expect(error).toMatchObject({ code: 'BLOCKCHAIN_UNREACHABLE' });
    expect(error.message).toContain(`the connection was cut (${hosts[0]})`);
    expect(error.message).toContain(`it answers HTTP 503 (${hosts[1]})`);
  });

  test('a path or query of an endpoint, where providers put keys, is in no answer', async () => {
    const clock = createManualClock();
    const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
    const secret = 's3cr3t';
    const urls = ['a', 'b'].map(
      (name) => `http://user:${secret}@127.0.0.1:1/${name}/${secret}?k=${secret}`,
    );
    const adapter = family.adapter(urls, { clock, log: silent });
    await adapter.balance(family.address).catch(() => {});

    const shown = adapter.endpoints.list();

    expect(shown.map(({ host }) => host)).toEqual(['127.0.0.1:1', '127.0.0.1:1#2']);
    expect(shown.map(({ url }) => url)).toEqual(['http://127.0.0.1:1/…', 'http://127.0.0.1:1/…']);
    const toJson = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);
    expect(JSON.stringify(shown, toJson)).not.toContain(secret);
    await adapter.close();
  });
});
