import { expect, test } from 'vitest';
import type { ClaimedDeployment } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, start, system } from './samples.ts';

const largest = 2n ** 64n - 1n;

export function describeAttempts(open: OpenHarness): void {
  test('an attempt with its signed bytes survives a crash, to the byte', async () => {
    await using h = await open();
    const { lease, deployment } = await claimOne(h);
    const signed = h.samples.variant({ bytes: Uint8Array.from({ length: 300 }, (_, i) => i) });

    const attempt = await h.store.openAttempt({
      lease,
      networkId: 'algorand-localnet',
      sender: 'SENDER',
      firstValid: largest - 200n,
      lastValid: largest,
      signed,
      now: at(5),
    });

    expect(attempt).toEqual({
      deploymentId: deployment.id,
      number: 1,
      step: 1,
      networkId: 'algorand-localnet',
      sender: 'SENDER',
      nonce: null,
      firstValid: largest - 200n,
      lastValid: largest,
      variants: [signed],
      broadcasts: 0,
      lastBroadcastAt: null,
      lastAnswer: null,
      outcome: 'open',
      createdAt: at(5),
    });
    const store = await h.crash();
    expect(await store.listAttempts(deployment.id)).toEqual([attempt]);
    const [again] = await store.claimDueDeployments({
      workerId: 'wrk_2',
      now: at(60_000),
      leaseMs: 1,
      limit: 1,
    });
    expect(again?.attempt).toEqual(attempt);
  });

  test('a further attempt gets the next number, a further signature its place', async () => {
    await using h = await open();
    const { lease, deployment } = await claimOne(h);
    const opening = { lease, networkId: 'base', sender: 'SENDER', now: start } as const;
    const variants = [h.samples.variant(), h.samples.variant(), h.samples.variant()] as const;
    await h.store.openAttempt({ ...opening, signed: variants[0] });
    await h.store.openAttempt(opening);

    await h.store.addSignedVariant({ lease, attemptNumber: 2, signed: variants[1] });
    const second = await h.store.addSignedVariant({ lease, attemptNumber: 2, signed: variants[2] });
    // The same bytes again, after an answer that was lost.
    const repeated = await h.store.addSignedVariant({
      lease,
      attemptNumber: 2,
      signed: variants[1],
    });

    expect(second?.variants).toEqual([variants[1], variants[2]]);
    expect(repeated?.variants).toEqual([variants[1], variants[2]]);
    const listed = await h.store.listAttempts(deployment.id);
    expect(listed.map(({ number, variants }) => [number, variants.length])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    await expect(
      h.store.addSignedVariant({ lease, attemptNumber: 3, signed: h.samples.variant() }),
    ).rejects.toThrow('it does not exist');
  });

  test('an attempt knows its step; attempts are numbered over all steps', async () => {
    await using h = await open();
    const { lease, deployment } = await claimOne(h);
    const opening = {
      lease,
      networkId: 'algorand-localnet',
      sender: 'SENDER',
      now: start,
    } as const;

    await h.store.openAttempt(opening);
    await h.store.openAttempt({ ...opening, step: 2, signed: h.samples.variant() });
    await h.store.openAttempt({ ...opening, step: 2 });

    const store = await h.crash();
    const listed = await store.listAttempts(deployment.id);
    expect(listed.map(({ number, step }) => [number, step])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
    ]);
  });

  test('the nonce is the smallest from the chain nonce on that was never given', async () => {
    await using h = await open();
    const { lease } = await claimOne(h);
    const allocate = async (chainNonce: bigint, sender = 'SENDER') => {
      const attempt = await h.store.openAttempt({
        lease,
        networkId: 'base',
        sender,
        allocateNonce: { chainNonce },
        now: start,
      });
      return attempt?.nonce;
    };

    expect(await allocate(9n)).toBe(9n);
    // As text, "10" stands before "9".
    expect(await allocate(9n)).toBe(10n);
    expect(await allocate(12n)).toBe(12n);
    // The gap first, then what follows the last.
    expect(await allocate(9n)).toBe(11n);
    expect(await allocate(9n)).toBe(13n);
    expect(await allocate(9n, 'OTHER')).toBe(9n);
    expect(await allocate(2n ** 53n + 1n)).toBe(2n ** 53n + 1n);
    expect(await allocate(largest - 1n)).toBe(largest - 1n);
    expect(await allocate(largest - 1n)).toBe(largest);
  });

  test('of 100 attempts opened at once, from two processes, each has a nonce of its own without a gap', async () => {
    await using h = await open();
    const other = await h.connect();
    const claims = await claimMany(h, 20);

    const attempts = await Promise.all(
      Array.from({ length: 100 }, (_, index) => {
        const { lease } = claims[index % claims.length] as ClaimedDeployment;
        return (index % 2 ? h.store : other).openAttempt({
          lease,
          networkId: 'evm-localnet',
          sender: 'SPONSOR',
          allocateNonce: { chainNonce: 95n },
          now: start,
        });
      }),
    );

    const nonces = attempts.map((attempt) => Number(attempt?.nonce)).toSorted((a, b) => a - b);
    expect(nonces).toEqual(Array.from({ length: 100 }, (_, index) => 95 + index));
  });

  test('nothing is signed for a deployment at rest, even if a worker claims it', async () => {
    await using h = await open();
    const { lease, deployment } = await claimOne(h);
    const opening = { networkId: 'base', sender: 'SENDER', now: start } as const;
    await h.store.openAttempt({ ...opening, lease });
    await h.store.advance({
      deploymentId: deployment.id,
      version: 1,
      lease,
      steps: [{ event: 'refuse' }],
      dueAt: start,
      keepLease: false,
      actor: system,
      now: start,
    });

    const claim = { workerId: 'wrk_1', now: start, leaseMs: 1_000, limit: 1 };
    const [again] = await h.store.claimDueDeployments(claim);
    const held = again?.lease ?? { deploymentId: '', token: '' };

    expect(again?.deployment.state).toBe('Failed');
    expect(await h.store.openAttempt({ ...opening, lease: held })).toBeUndefined();
    const signed = h.samples.variant();
    expect(
      await h.store.addSignedVariant({ lease: held, attemptNumber: 1, signed }),
    ).toBeUndefined();
  });

  test('an advance counts broadcasts and settles the outcome of the attempt', async () => {
    await using h = await open();
    const { lease, deployment } = await claimOne(h);
    await h.store.openAttempt({ lease, networkId: 'base', sender: 'SENDER', now: start });
    const advance = { deploymentId: deployment.id, lease, steps: [], dueAt: start, actor: system };

    await h.store.advance({
      ...advance,
      version: 1,
      attempt: { number: 1, broadcast: { at: at(5), answer: 'no answer' } },
      keepLease: true,
      now: at(5),
    });
    await h.store.advance({
      ...advance,
      version: 2,
      attempt: { number: 1, broadcast: { at: at(9), answer: 'taken' }, outcome: 'included' },
      keepLease: true,
      now: at(9),
    });

    expect(await h.store.listAttempts(deployment.id)).toMatchObject([
      { broadcasts: 2, lastBroadcastAt: at(9), lastAnswer: 'taken', outcome: 'included' },
    ]);
    await expect(
      h.store.advance({
        ...advance,
        version: 3,
        attempt: { number: 2, outcome: 'expired' },
        keepLease: true,
        now: at(9),
      }),
    ).rejects.toThrow('it does not exist');
  });
}

async function claimOne(h: StoreHarness): Promise<ClaimedDeployment> {
  const [claimed] = await claimMany(h, 1);
  return claimed as ClaimedDeployment;
}

async function claimMany(h: StoreHarness, count: number): Promise<ClaimedDeployment[]> {
  const owner = await h.samples.owner(h.store);
  for (let index = 0; index < count; index += 1)
    await h.store.acceptDeployment(h.samples.acceptance(owner));
  return h.store.claimDueDeployments({
    workerId: 'wrk_1',
    now: start,
    leaseMs: 30_000,
    limit: count,
  });
}
