import { createHash } from 'node:crypto';
import { mediaAnswer } from '@biatec-tokens/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { oggOpus, onePixelPng, pngOfSize } from '../testing/mediaFiles.ts';

let h: Harness;
let user: SignedInUser;
beforeAll(async () => {
  h = await createHarness({ env: { MEDIA_BYTES_MAX: '1000000' } });
  user = await h.given.signedInUser();
});
afterAll(() => h[Symbol.asyncDispose]());

type Part = readonly [name: string, bytes: Uint8Array, type: string | null];

/** A form written by hand, so that it can be wrong. */
function formOf(parts: readonly Part[], { ending = '\r\n--b--\r\n' } = {}) {
  const written = parts.flatMap(([name, bytes, type], at) => [
    Buffer.from(
      `${at === 0 ? '' : '\r\n'}--b\r\nContent-Disposition: form-data; name="${name}"; filename="f"\r\n${type === null ? '' : `Content-Type: ${type}\r\n`}\r\n`,
    ),
    bytes,
  ]);
  return new Uint8Array(Buffer.concat([...written, Buffer.from(ending)]));
}

const send = (text: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, by = user) =>
  h.request('/api/v1/media', {
    token: by.accessToken,
    text,
    headers: { 'content-type': 'multipart/form-data; boundary=b', ...headers },
  });

const upload = (bytes: Uint8Array, type: string | null = 'image/png', by = user) =>
  send(formOf([['file', bytes, type]]), {}, by);

const countOfContents = async (bytes: Uint8Array) => {
  const { cid } = await h.deps.addressContent(only(bytes));
  return (await h.deps.store.findContent(cid)) === undefined ? 0 : 1;
};

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe('an upload', () => {
  test('answers with everything that names and proves the file, and can be read again', async () => {
    const answer = await upload(onePixelPng);

    expect(answer.status).toBe(201);
    const sha256 = createHash('sha256').update(onePixelPng);
    expect(mediaAnswer.strict().parse(answer.body)).toMatchObject({
      mimeType: 'image/png',
      size: onePixelPng.length,
      sha256: sha256.copy().digest('hex'),
      integrity: `sha256-${sha256.copy().digest('base64')}`,
      cid: 'bafkreidlp6sdj6jkroakvmbntpy2clsj77foijheae5byt3iwz7d2k542a',
      url: `ipfs://${answer.body.cid}`,
      createdAt: h.clock.now().toISOString(),
    });
    const read = await h.request(`/api/v1/media/${answer.body.mediaId}`, {
      token: user.accessToken,
    });
    expect(read).toMatchObject({ status: 200, body: answer.body });
    const [entry] = await h.deps.store.listAudit(user.organizationId, 1);
    expect(entry).toMatchObject({ action: 'media.upload', target: answer.body.mediaId });
  });

  test('of the same file again gives the same media; another organization gets its own', async () => {
    const bytes = pngOfSize(300_000, 3);
    const stranger = await h.given.signedInUser();
    const first = await upload(bytes);
    await h.clock.advance(1_000);

    const all = await Promise.all([upload(bytes), upload(bytes), upload(bytes)]);
    const foreign = await upload(bytes, 'image/png', stranger);

    for (const again of all) expect(again).toMatchObject({ status: 201, body: first.body });
    expect(foreign.body.cid).toBe(first.body.cid);
    expect(foreign.body.mediaId).not.toBe(first.body.mediaId);
  });

  test.each([
    ['the largest that is taken', pngOfSize(1_000_000, 5), 'image/png', 'image/png'],
    ['a type that the sender does not know', onePixelPng, 'application/octet-stream', 'image/png'],
    ['another name of the type', oggOpus, 'audio/opus', 'audio/ogg'],
    ['a type with parameters', oggOpus, 'audio/ogg; codecs=opus', 'audio/ogg'],
  ])('of %s is taken', async (_, bytes, declared, mimeType) => {
    expect(await upload(bytes, declared)).toMatchObject({ status: 201, body: { mimeType } });
  });

  test.each([
    ['one byte too many', pngOfSize(1_000_001, 7), 'image/png', 413, 'PAYLOAD_TOO_LARGE'],
    ['no byte', new Uint8Array(), 'image/png', 400, 'MEDIA_UPLOAD_INVALID'],
    ['a type that is not declared', pngOfSize(99), null, 415, 'MEDIA_TYPE_REFUSED'],
    ['a lying type', pngOfSize(98), 'image/jpeg', 415, 'MEDIA_TYPE_REFUSED'],
    [
      'a page called a picture',
      Buffer.from('<html><script>1</script>'),
      'image/png',
      415,
      'MEDIA_TYPE_REFUSED',
    ],
    [
      'a drawing that can run programs',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'image/svg+xml',
      415,
      'MEDIA_TYPE_REFUSED',
    ],
    ['JSON', Buffer.from('{}'), 'application/json', 415, 'MEDIA_TYPE_REFUSED'],
    ['text', Buffer.from('Hello'), 'text/plain', 415, 'MEDIA_TYPE_REFUSED'],
    [
      'an archive',
      Buffer.from('504b0506000000000000000000000000000000000000', 'hex'),
      'application/zip',
      415,
      'MEDIA_TYPE_REFUSED',
    ],
    ['a document', Buffer.from('%PDF-1.7\n'), 'application/pdf', 415, 'MEDIA_TYPE_REFUSED'],
  ])('of %s is refused, and nothing of it stays', async (_, bytes, type, status, errorCode) => {
    expect(await upload(bytes, type)).toMatchObject({
      status,
      body: { success: false, errorCode },
    });
    expect(await countOfContents(bytes)).toBe(0);
    expect(await h.deps.store.dropUploadsBefore(new Date(8e15))).toBe(0);
  });

  const whole = pngOfSize(400_000, 11);
  test.each([
    [
      'that ends in the middle of the file',
      formOf([['file', whole, 'image/png']]).slice(0, 350_000),
    ],
    ['without its last boundary', formOf([['file', whole, 'image/png']], { ending: '' })],
    [
      'with two files',
      formOf([
        ['file', whole, 'image/png'],
        ['file', onePixelPng, 'image/png'],
      ]),
    ],
    [
      'with a field beside the file',
      formOf([
        ['file', whole, 'image/png'],
        ['name', Buffer.from('x'), null],
      ]),
    ],
    ['with the file in another field', formOf([['picture', whole, 'image/png']])],
    ['without a part', new Uint8Array(Buffer.from('--b--\r\n'))],
    ['without a byte', new Uint8Array()],
    ['that is no form', new Uint8Array(Buffer.from('file=1'))],
    [
      'whose part has no name',
      new Uint8Array(
        Buffer.concat([
          Buffer.from('--b\r\nContent-Type: image/png\r\n\r\n'),
          whole,
          Buffer.from('\r\n--b--\r\n'),
        ]),
      ),
    ],
  ])('by a form %s is refused, and nothing of it stays', async (_, form) => {
    expect(await send(form)).toMatchObject({
      status: 400,
      body: { errorCode: 'MEDIA_UPLOAD_INVALID' },
    });
    expect(await countOfContents(whole)).toBe(0);
    expect(await h.deps.store.dropUploadsBefore(new Date(8e15))).toBe(0);
  });

  test('whose file has ended is still judged by what follows it', async () => {
    const form = formOf([
      ['file', pngOfSize(97, 23), 'image/png'],
      ['name', Buffer.from('x'), 'text/plain'],
    ]);
    const boundary = Buffer.from(form).lastIndexOf('\r\n--b\r\n') + '\r\n--b'.length;
    const parts = [form.subarray(0, boundary), form.subarray(boundary)];
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        // The second part comes when the first was read.
        await new Promise((resolve) => void setImmediate(resolve));
        const part = parts.shift();
        if (part === undefined) controller.close();
        else controller.enqueue(part);
      },
    });

    const response = await h.app.request('/api/v1/media', {
      method: 'POST',
      headers: {
        'content-type': 'multipart/form-data; boundary=b',
        authorization: `Bearer ${user.accessToken}`,
      },
      body,
      duplex: 'half',
    });

    expect(response.status).toBe(400);
    expect(await countOfContents(pngOfSize(97, 23))).toBe(0);
  });

  test.each([
    ['application/json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['multipart/form-data', 400, 'MEDIA_UPLOAD_INVALID'],
  ])('as "%s" is refused', async (type, status, errorCode) => {
    const answer = await send(formOf([['file', onePixelPng, 'image/png']]), {
      'content-type': type,
    });

    expect(answer).toMatchObject({ status, body: { errorCode } });
  });

  test('whose announced length is too large is refused before a byte is read', async () => {
    const answer = await send(formOf([['file', onePixelPng, 'image/png']]), {
      'content-length': '2000000',
    });

    expect(answer).toMatchObject({ status: 413, body: { errorCode: 'PAYLOAD_TOO_LARGE' } });
  });

  test('under a key is repeated with its first answer; another file under it is refused', async () => {
    const bytes = pngOfSize(1_234, 13);
    const keyed = (file: Uint8Array) =>
      send(formOf([['file', file, 'image/png']]), { 'idempotency-key': 'my picture' });

    const first = await keyed(bytes);
    const again = await keyed(bytes);
    const other = await keyed(pngOfSize(1_235, 13));

    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(other).toMatchObject({ status: 422, body: { errorCode: 'IDEMPOTENCY_KEY_MISMATCH' } });
    expect(await h.deps.store.dropUploadsBefore(new Date(8e15))).toBe(0);
  });

  test('over tRPC is told where to go', async () => {
    const answer = await h.request('/trpc/media.upload', {
      token: user.accessToken,
      body: { file: { declaredType: 'image/png', bytes: [1] } },
    });

    expect(answer.status).toBe(400);
    expect(answer.body.error.data.errorMessage).toContain('POST /api/v1/media');
  });
});

test('an organization is told when its files have no more room', async () => {
  await using small = await createHarness({ env: { MEDIA_ORGANIZATION_BYTES_MAX: '1000' } });
  const owner = await small.given.signedInUser();
  const keep = (bytes: Uint8Array) =>
    small.request('/api/v1/media', {
      token: owner.accessToken,
      text: formOf([['file', bytes, 'image/png']]),
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    });

  expect(await keep(pngOfSize(900))).toMatchObject({ status: 201 });
  expect(await keep(pngOfSize(101))).toMatchObject({
    status: 402,
    body: {
      errorCode: 'SUBSCRIPTION_LIMIT_EXCEEDED',
      details: { bytesPresent: 900, bytesMax: 1_000 },
    },
  });
  expect(await keep(pngOfSize(900))).toMatchObject({ status: 201 });
  expect(await keep(pngOfSize(100))).toMatchObject({ status: 201 });
});

describe('content', () => {
  test('comes with its exact bytes for everybody, to be kept for ever and to run nowhere', async () => {
    const bytes = pngOfSize(600_000, 17);
    const { body } = await upload(bytes);

    const response = await h.app.request(`/ipfs/${body.cid}`);

    expect(response.status).toBe(200);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': '600000',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'content-type': 'image/png',
      etag: `"${body.cid}"`,
      'x-content-type-options': 'nosniff',
    });
  });

  test('is found by every spelling of its CID', async () => {
    const { CID } = await import('multiformats/cid');
    const { base58btc } = await import('multiformats/bases/base58');
    const { base36 } = await import('multiformats/bases/base36');
    const one = CID.parse((await upload(onePixelPng)).body.cid);
    const several = CID.parse((await upload(pngOfSize(600_000, 19))).body.cid);

    const spellings = [
      one.toString(),
      one.toString(base58btc),
      one.toString(base36),
      several.toString(),
      several.toV0().toString(),
    ];
    for (const spelling of spellings)
      expect([spelling, (await h.app.request(`/ipfs/${spelling}`)).status]).toEqual([
        spelling,
        200,
      ]);
  });

  test('that the asker has already is not sent again', async () => {
    const { cid } = (await upload(onePixelPng)).body;
    const ask = (tag: string) =>
      h.app.request(`/ipfs/${cid}`, { headers: { 'if-none-match': tag } });

    expect((await ask(`"${cid}"`)).status).toBe(304);
    expect((await ask(`W/"${cid}", "other"`)).status).toBe(304);
    expect((await ask('"other"')).status).toBe(200);
  });

  test('is described to HEAD without its bytes', async () => {
    const { cid } = (await upload(onePixelPng)).body;

    const response = await h.app.request(`/ipfs/${cid}`, { method: 'HEAD' });

    expect(response.headers.get('content-length')).toBe(String(onePixelPng.length));
    expect(await response.text()).toBe('');
  });

  test.each([
    ['nobody stored', 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'],
    ['is no CID', 'hello'],
    ['is a CID of something else', 'bagaaieraiqehccpnlvy3xsxzrx3mbnqmvsxvsaipsdqdzrvcyfzrwsl3mzfa'],
    ['is far too long', 'b'.repeat(5_000)],
  ])('whose CID %s is not found', async (_, cid) => {
    expect(await h.request(`/ipfs/${cid}`)).toMatchObject({
      status: 404,
      body: { errorCode: 'CONTENT_NOT_FOUND' },
    });
  });
});
