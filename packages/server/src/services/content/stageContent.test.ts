import { expect, test } from 'vitest';
import { addressContent } from '../../ipfs/addressContent.ts';
import { createIds } from '../../runtime/createIds.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import { createSqliteFixture } from '../../store/sqlite/fixture.ts';
import { stageContent } from './stageContent.ts';

const chunk = new Uint8Array(65_536).fill(7);
const chunksPerPiece = 4;

test('a sender is read no faster than its bytes are stored, so that a file is never in memory as a whole', async () => {
  await using fixture = await createSqliteFixture();
  let sent = 0;
  let stored = 0;
  let aheadMax = 0;
  async function* sender(): AsyncGenerator<Uint8Array> {
    for (; sent < 320; sent += 1) {
      aheadMax = Math.max(aheadMax, sent - stored * chunksPerPiece);
      yield chunk;
    }
  }
  const store = {
    ...fixture.store,
    async stagePiece(piece: Parameters<typeof fixture.store.stagePiece>[0]) {
      await fixture.store.stagePiece(piece);
      stored += 1;
    },
  };

  const ids = createIds({ clock: systemClock });
  const staged = await stageContent({ store, clock: systemClock, ids, addressContent }, sender());

  expect(staged.address.size).toBe(320 * chunk.length);
  expect(aheadMax).toBeLessThanOrEqual(chunksPerPiece);
});

test('bytes that end with an error leave nothing', async () => {
  await using fixture = await createSqliteFixture();
  async function* broken(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < 20; at += 1) yield chunk;
    throw new Error('the sender went away');
  }

  const ids = createIds({ clock: systemClock });
  const deps = { store: fixture.store, clock: systemClock, ids, addressContent };
  await expect(stageContent(deps, broken())).rejects.toThrow('the sender went away');

  expect(await fixture.store.dropUploadsBefore(new Date(8e15))).toBe(0);
});

test('what a killed process left is forgotten by a later upload', async () => {
  await using fixture = await createSqliteFixture();
  const { store } = fixture;
  const twoHoursAgo = new Date(Date.now() - 7_200_000);
  await store.stagePiece({ uploadId: 'upl_left', position: 0, bytes: chunk, now: twoHoursAgo });
  async function* sender(): AsyncGenerator<Uint8Array> {
    yield chunk;
  }

  const ids = createIds({ clock: systemClock });
  await stageContent({ store, clock: systemClock, ids, addressContent }, sender());

  expect(await store.dropUploadsBefore(new Date(Date.now() - 3_600_000))).toBe(0);
  await expect(
    store.keepUpload('upl_left', {
      cid: 'bafkleft',
      sha256: '00',
      size: chunk.length,
      mimeType: 'image/png',
      createdAt: twoHoursAgo,
    }),
  ).rejects.toThrow('0 bytes of it are here');
});
