import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import type { OpenHarness } from './fixture.ts';
import { at, hashOf } from './samples.ts';

export function describeIdempotency(open: OpenHarness): void {
  test('of parallel claims of one key one holds it, the others wait for its answer', async () => {
    await using h = await open();
    const other = await h.connect();
    const owner = await h.samples.owner(h.store);
    const claim = h.samples.idempotency(owner);
    const times = { now: at(0), until: at(1_000) };

    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 ? h.store : other).claimIdempotencyKey(claim, times),
      ),
    );

    expect(outcomes.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(outcomes).toContainEqual({ kind: 'in-progress', until: at(1_000) });
  });

  test('the first answer is kept for ever, byte for byte', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const claim = h.samples.idempotency(owner);
    const answer = new Uint8Array(Buffer.from('{"ü":1}'));
    await h.store.claimIdempotencyKey(claim, { now: at(0), until: at(1_000) });

    await h.store.storeIdempotentAnswer(claim, answer, at(5));
    await h.store.storeIdempotentAnswer(claim, Uint8Array.of(1), at(6));
    await h.store.releaseIdempotencyKey(claim);

    const store = await h.crash();
    const later = { now: at(1e12), until: at(2e12) };
    expect(await store.claimIdempotencyKey(claim, later)).toEqual({ kind: 'replay', answer });
    expect(
      await store.claimIdempotencyKey({ ...claim, fingerprint: hashOf('other') }, later),
    ).toEqual({ kind: 'mismatch' });
  });

  test('a claim that is released or ran out can be taken again', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const claim = h.samples.idempotency(owner);

    await h.store.claimIdempotencyKey(claim, { now: at(0), until: at(1_000) });
    await h.store.releaseIdempotencyKey(claim);
    const second = await h.store.claimIdempotencyKey(claim, { now: at(1), until: at(1_000) });
    const third = await h.store.claimIdempotencyKey(claim, { now: at(1_000), until: at(2_000) });

    expect(second).toEqual({ kind: 'claimed' });
    expect(third).toEqual({ kind: 'claimed' });
  });

  test('an answer can be kept without a claim, and empty', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const claim = h.samples.idempotency(owner);

    await h.store.storeIdempotentAnswer(claim, new Uint8Array(), at(5));

    expect(await h.store.claimIdempotencyKey(claim, { now: at(6), until: at(7) })).toEqual({
      kind: 'replay',
      answer: new Uint8Array(),
    });
  });
}
