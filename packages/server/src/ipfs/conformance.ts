import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pinnable, Pinner } from '../ports/ipfs.ts';
import { addressContent } from './addressContent.ts';
import { PinError } from './pinError.ts';

/** A pinner that holds nothing of ours yet. */
export interface PinnerFixture extends AsyncDisposable {
  readonly pinner: Pinner;
  /** The same, when nobody is there. Absent where that cannot be. */
  readonly unreachable?: Pinner;
  /** The same, with credentials that are wrong. Absent where there are none. */
  readonly stranger?: Pinner;
  /** Makes content reachable for a pinner that fetches it by itself. */
  provide?(content: Pinnable): Promise<void>;
}

export interface PinnerConformance {
  /** Printed: what the suite ran against. */
  readonly name: string;
  readonly create: () => Promise<PinnerFixture>;
}

/** Around the size of one leaf, and the largest that is taken. */
const sizes = [0, 1, 262_143, 262_144, 262_145, 1_000_000, 20 * 1024 * 1024];

/** What every pinner must do, whatever it is. */
export function describePinner({ name, create }: PinnerConformance): void {
  describe(`pinner ${name}`, () => {
    let fixture: PinnerFixture;
    beforeAll(async () => {
      fixture = await create();
    });
    afterAll(() => fixture[Symbol.asyncDispose]());

    async function given(content: Pinnable): Promise<Pinnable> {
      await fixture.provide?.(content);
      return content;
    }

    test.each(sizes)('%i bytes get the CID that we computed, and are held', async (size) => {
      const { pinner } = fixture;
      const content = await given(await contentOf(size));

      expect(await pinner.pin(content, signal())).toBe(content.cid);

      expect(await pinner.isPinned(content.cid, signal())).toBe(true);
      if (pinner.read === undefined) return;
      expect(await addressContent(pinner.read(content.cid, signal()))).toEqual({
        cid: content.cid,
        sha256: content.sha256,
        size,
      });
    });

    test('pinning again changes nothing', async () => {
      const content = await given(await contentOf(1_000));
      await fixture.pinner.pin(content, signal());

      expect(await fixture.pinner.pin(content, signal())).toBe(content.cid);
      expect(await fixture.pinner.isPinned(content.cid, signal())).toBe(true);
    });

    test('what nobody pinned is not pinned', async () => {
      const { cid } = await contentOf(4_321);

      expect(await fixture.pinner.isPinned(cid, signal())).toBe(false);
    });

    test('it answers a check', async () => {
      await expect(fixture.pinner.check(signal())).resolves.toBeUndefined();
    });

    test('when nobody is there, it says so, and that this may pass', async () => {
      const { unreachable } = fixture;
      if (unreachable === undefined) return;
      const content = await contentOf(10);

      for (const call of [
        () => unreachable.pin(content, signal()),
        () => unreachable.isPinned(content.cid, signal()),
        () => unreachable.check(signal()),
      ]) {
        const error = await caught(call());
        expect(error).toBeInstanceOf(PinError);
        expect(error).toMatchObject({ mayPass: true, message: 'it cannot be reached' });
      }
    });

    test('with wrong credentials it says so, and that this does not pass', async () => {
      const { stranger } = fixture;
      if (stranger === undefined) return;
      const content = await contentOf(10);

      for (const call of [
        () => stranger.pin(content, signal()),
        () => stranger.isPinned(content.cid, signal()),
        () => stranger.check(signal()),
      ]) {
        const error = await caught(call());
        expect(error).toBeInstanceOf(PinError);
        expect(error).toMatchObject({ mayPass: false });
        expect(String(error)).toContain('does not let us in');
      }
    });
  });
}

/** Content of a size, different for each seed. */
export async function contentOf(size: number, seed = 1): Promise<Pinnable> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * (2 * seed + 1) + (at >> 8)) & 0xff;
  async function* read(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < size; from += 100_000) yield bytes.subarray(from, from + 100_000);
  }
  const { cid } = await addressContent(read());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const createdAt = new Date('2026-03-01T12:00:00.000Z');
  return { cid, sha256, size, mimeType: 'image/png', createdAt, read };
}

export function signal(): AbortSignal {
  return new AbortController().signal;
}

export async function caught(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail');
}
