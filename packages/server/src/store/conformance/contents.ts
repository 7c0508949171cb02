import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import type { Store } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, start } from './samples.ts';

const roomy = 1_000_000;

export function describeContents(open: OpenHarness): void {
  test('an upload becomes content with its bytes in order, for other processes and after a crash', async () => {
    await using h = await open();
    const bytes = Buffer.from('one two three');
    const content = h.samples.content(bytes);

    const uploadId = await stage(h, ['one ', 'two ', 'three']);
    expect(await h.store.findContent(content.cid)).toBeUndefined();
    expect(await h.store.keepUpload(uploadId, content)).toEqual(content);

    expect(await readAll(await h.connect(), content.cid)).toEqual(bytes);
    const survivor = await h.crash();
    expect(await survivor.findContent(content.cid)).toEqual(content);
    expect(await readAll(survivor, content.cid)).toEqual(bytes);
  });

  test('content that is known stays as it is, and the second upload of it is forgotten', async () => {
    await using h = await open();
    const content = h.samples.content(Buffer.from('same'));
    await h.store.keepUpload(await stage(h, ['same']), content);

    const second = await stage(h, ['sa', 'me']);
    const later = { ...content, createdAt: at(5), mimeType: 'image/gif' };

    expect(await h.store.keepUpload(second, later)).toEqual(content);
    expect(await readAll(h.store, content.cid)).toEqual(Buffer.from('same'));
    expect(await h.store.dropUploadsBefore(at(1_000))).toBe(0);
  });

  test('content without a byte is content', async () => {
    await using h = await open();
    const content = h.samples.content(new Uint8Array());

    await h.store.keepUpload(h.samples.ids.next('upload'), content);

    expect(await h.store.findContent(content.cid)).toEqual(content);
    expect(await h.store.readPiece(content.cid, 0)).toBeUndefined();
  });

  test('an upload that lost pieces is not kept', async () => {
    await using h = await open();
    const content = h.samples.content(Buffer.from('whole'));
    const uploadId = await stage(h, ['wh']);

    await expect(h.store.keepUpload(uploadId, content)).rejects.toThrow('2 bytes of it are here');
    expect(await h.store.findContent(content.cid)).toBeUndefined();
  });

  test('forgetting stale uploads leaves what was kept and what is young', async () => {
    await using h = await open();
    const kept = h.samples.content(Buffer.from('kept'));
    await h.store.keepUpload(await stage(h, ['kept']), kept);
    const stale = await stage(h, ['stale']);
    const young = await stage(h, ['young'], at(100));

    expect(await h.store.dropUploadsBefore(at(50))).toBe(1);

    await h.store.keepUpload(young, h.samples.content(Buffer.from('young')));
    await expect(
      h.store.keepUpload(stale, h.samples.content(Buffer.from('stale'))),
    ).rejects.toThrow('0 bytes of it are here');
    expect(await readAll(h.store, kept.cid)).toEqual(Buffer.from('kept'));
  });

  test('dropping an upload that was kept drops nothing', async () => {
    await using h = await open();
    const content = h.samples.content(Buffer.from('kept'));
    const uploadId = await stage(h, ['kept']);
    await h.store.keepUpload(uploadId, content);

    await h.store.dropUpload(uploadId);

    expect(await readAll(h.store, content.cid)).toEqual(Buffer.from('kept'));
  });

  test('a file belongs to the organization that uploaded it; the same file of another is another', async () => {
    await using h = await open();
    const [ours, theirs] = [await h.samples.owner(h.store), await h.samples.owner(h.store)];
    const content = h.samples.content(Buffer.from('picture'));
    const media = h.samples.media(ours, content);
    const audit = h.samples.audit({ organizationId: ours.organizationId, action: 'media.upload' });

    const first = await h.store.keepMedia(await stage(h, ['picture']), media, {
      bytesMax: roomy,
      audit,
    });
    const again = await h.store.keepMedia(
      await stage(h, ['picture']),
      h.samples.media(ours, content),
      { bytesMax: roomy, audit: h.samples.audit({ organizationId: ours.organizationId }) },
    );
    const foreign = h.samples.media(theirs, content);
    const other = await h.store.keepMedia(await stage(h, ['picture']), foreign, {
      bytesMax: roomy,
      audit: h.samples.audit(),
    });

    expect(first).toEqual({ ok: true, media });
    expect(again).toEqual({ ok: true, media });
    expect(other).toEqual({ ok: true, media: foreign });
    expect(await h.store.findMedia(ours.organizationId, media.id)).toEqual(media);
    expect(await h.store.findMedia(theirs.organizationId, media.id)).toBeUndefined();
    expect(await h.store.listAudit(ours.organizationId, 10)).toMatchObject([
      { action: 'media.upload' },
      { action: 'auth.register' },
    ]);
  });

  test('of many uploads of one file at once, one becomes the file', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const content = h.samples.content(Buffer.from('same'));
    const uploads = await Promise.all(Array.from({ length: 10 }, () => stage(h, ['same'])));

    const kept = await Promise.all(
      uploads.map((uploadId) =>
        h.store.keepMedia(uploadId, h.samples.media(owner, content), {
          bytesMax: 10,
          audit: h.samples.audit(),
        }),
      ),
    );

    expect(new Set(kept.map((one) => one.ok && one.media.id)).size).toBe(1);
  });

  test('files beyond what an organization may keep are refused, and nothing of them stays', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const keep = async (text: string) =>
      h.store.keepMedia(
        await stage(h, [text]),
        h.samples.media(owner, h.samples.content(Buffer.from(text))),
        { bytesMax: 10, audit: h.samples.audit() },
      );

    expect(await keep('12345678')).toMatchObject({ ok: true });
    expect(await keep('abc')).toEqual({ ok: false, reason: 'LIMIT', bytesPresent: 8 });
    expect(await h.store.findContent(h.samples.content(Buffer.from('abc')).cid)).toBeUndefined();
    expect(await h.store.dropUploadsBefore(at(1_000))).toBe(0);
    expect(await keep('ab')).toMatchObject({ ok: true });
  });

  test('files written for an issuance are recorded with it, and not without it', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const bytes = Buffer.alloc(600_000, 'metadata');
    const content = h.samples.content(bytes, { mimeType: 'application/json' });
    const idempotency = h.samples.idempotency(owner);
    const accept = (fields: object = {}) =>
      h.store.acceptDeployment(
        h.samples.acceptance(owner, { idempotency, contents: [{ content, bytes }], ...fields }),
      );

    expect(await accept()).toMatchObject({ kind: 'accepted' });
    const survivor = await h.crash();
    expect(await survivor.findContent(content.cid)).toEqual(content);
    expect(await readAll(survivor, content.cid)).toEqual(bytes);

    const other = h.samples.content(Buffer.from('other'));
    const refused = h.samples.acceptance(owner, {
      idempotency: { ...idempotency, fingerprint: 'f'.repeat(64) },
      contents: [{ content: other, bytes: Buffer.from('other') }],
    });
    expect(await survivor.acceptDeployment(refused)).toEqual({ kind: 'mismatch' });
    expect(await survivor.findContent(other.cid)).toBeUndefined();
  });

  test('a pin is asked for before it is held, and what was seen stays', async () => {
    await using h = await open();
    const { cid } = await h.store.keepUpload(
      await stage(h, ['pinned']),
      h.samples.content(Buffer.from('pinned')),
    );

    await h.store.recordPinAsked({ cid, pinner: 'kubo' }, start);
    await h.store.recordPinAsked({ cid, pinner: 'service' }, at(1));
    expect(await h.store.listPins(cid)).toEqual([
      { cid, pinner: 'kubo', askedAt: start, heldAt: null },
      { cid, pinner: 'service', askedAt: at(1), heldAt: null },
    ]);

    await h.store.recordPinHeld({ cid, pinner: 'kubo' }, at(2));
    await h.store.recordPinAsked({ cid, pinner: 'kubo' }, at(3));
    expect((await h.store.listPins(cid))[0]).toEqual({
      cid,
      pinner: 'kubo',
      askedAt: start,
      heldAt: at(2),
    });
    await expect(
      h.store.recordPinAsked({ cid: 'bafknown-to-nobody', pinner: 'kubo' }, start),
    ).rejects.toThrow(Error);
  });
}

async function stage(h: StoreHarness, texts: readonly string[], now = start): Promise<string> {
  const uploadId = h.samples.ids.next('upload');
  for (const [position, text] of texts.entries())
    await h.store.stagePiece({ uploadId, position, bytes: Buffer.from(text), now });
  return uploadId;
}

async function readAll(store: Store, cid: string): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = await store.readPiece(cid, pieces.length);
    if (piece === undefined) return Buffer.concat(pieces);
    pieces.push(piece);
  }
}
