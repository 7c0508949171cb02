import { expect, test } from 'vitest';
import { checkMediaType } from './checkMediaType.ts';

const ascii = (text: string) => Buffer.from(text, 'latin1');
const zeros = (count: number) => Buffer.alloc(count);
/** The first box of an ISO base media file, which names its brand. */
const ftyp = (brand: string) =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    ascii(`ftyp${brand}`),
    zeros(4),
    ascii(brand.repeat(2)),
    zeros(64),
  ]);

const samples = [
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...zeros(64)]), ['image/jpeg', 'image/jpg']],
  ['image/gif', Buffer.concat([ascii('GIF89a'), zeros(64)]), ['image/gif']],
  ['image/webp', Buffer.concat([ascii('RIFF\0\0\0\0WEBPVP8 '), zeros(64)]), ['image/webp']],
  ['image/avif', ftyp('avif'), ['image/avif']],
  ['video/mp4', ftyp('isom'), ['video/mp4']],
  ['video/mp4', ftyp('M4V '), ['video/mp4', 'video/x-m4v']],
  ['audio/mp4', ftyp('M4A '), ['audio/mp4', 'audio/x-m4a', 'audio/m4a']],
  ['video/quicktime', ftyp('qt  '), ['video/quicktime']],
  [
    'audio/wav',
    Buffer.concat([ascii('RIFF\0\0\0\0WAVEfmt '), zeros(64)]),
    ['audio/wav', 'audio/x-wav'],
  ],
  ['audio/flac', Buffer.concat([ascii('fLaC'), zeros(64)]), ['audio/flac', 'audio/x-flac']],
  // A tag of 10 MB, such as one with a large cover, hides the sound itself.
  [
    'audio/mpeg',
    Buffer.concat([ascii('ID3\x04\0\0\x04\x7f\x7f\x7f'), zeros(65_536)]),
    ['audio/mpeg', 'audio/mp3'],
  ],
  [
    'model/gltf-binary',
    Buffer.concat([ascii('glTF\x02\0\0\0'), zeros(64)]),
    ['model/gltf-binary', 'application/octet-stream'],
  ],
] as const;

test.each(samples)(
  '%s is told by its bytes, under each of its names',
  async (mimeType, head, names) => {
    for (const declared of names) expect(await checkMediaType(head, declared)).toBe(mimeType);
  },
);

test.each(samples)('%s under the name of another type is refused', async (_, head) => {
  await expect(checkMediaType(head, 'image/png')).rejects.toMatchObject({
    code: 'MEDIA_TYPE_REFUSED',
    message: expect.stringContaining('should be of the type that was declared'),
  });
});

test.each([
  ['a bitmap', Buffer.concat([ascii('BM'), zeros(64)]), 'image/bmp'],
  ['a program', Buffer.concat([ascii('MZ'), zeros(64)]), 'application/x-msdownload'],
  ['XML', ascii('<?xml version="1.0"?><svg/>'), 'image/svg+xml'],
  ['nothing', zeros(0), 'image/png'],
])('%s is not taken, whatever it is called', async (_, head, type) => {
  for (const declared of [type, 'image/png', 'application/octet-stream'])
    await expect(checkMediaType(head, declared)).rejects.toMatchObject({
      code: 'MEDIA_TYPE_REFUSED',
      details: { taken: expect.arrayContaining(['image/png', 'audio/mpeg']) },
    });
});
