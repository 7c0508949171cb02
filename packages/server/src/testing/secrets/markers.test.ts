import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { bytesMarker, findMarkers, phraseMarkers, textMarker } from './markers.ts';

const secret = Buffer.from('planted "secret" 7f3a');
const marker = textMarker('planted', secret.toString());

test.each([
  ['as it is', (text: string) => text],
  ['within JSON', (text: string) => JSON.stringify({ text })],
  ['within JSON within JSON, by its bytes', (text: string) => JSON.stringify(Buffer.from(text))],
  [
    'as Node prints bytes',
    (text: string) =>
      inspect(Uint8Array.from(Buffer.from(text)), {
        maxArrayLength: null,
        breakLength: Infinity,
        compact: true,
      }),
  ],
  ['in an address', (text: string) => `/reset?token=${encodeURIComponent(text)}`],
  ['in hex', (text: string) => Buffer.from(text).toString('hex')],
  ['in UTF-16', (text: string) => Buffer.from(text, 'utf16le')],
])('a marker is found %s', (_, write) => {
  const place = Buffer.concat([
    randomBytes(100),
    Buffer.from(write(secret.toString())),
    randomBytes(100),
  ]);

  expect(findMarkers([marker], { place })).not.toEqual([]);
});

test.each([0, 1, 2, 3, 4, 5])(
  'a marker is found in base64 of both alphabets, %i bytes in',
  (before) => {
    for (const alphabet of ['base64', 'base64url'] as const) {
      const bytes = randomBytes(32);
      const whole = Buffer.concat([randomBytes(before), bytes, randomBytes(7)]);
      const place = Buffer.from(`key=${whole.toString(alphabet)}`);

      expect(findMarkers([bytesMarker('key', bytes)], { place })).not.toEqual([]);
    }
  },
);

test('nothing is found where nothing is', () => {
  const markers = [marker, bytesMarker('key', randomBytes(32))];

  expect(findMarkers(markers, { place: randomBytes(1_000_000) })).toEqual([]);
});

test('any three words of a phrase are found', () => {
  const markers = phraseMarkers('phrase', 'one two three four five six');

  expect(markers).toHaveLength(4);
  const found = findMarkers(markers, { log: Buffer.from('it ends with four five six') });
  expect(new Set(found.map(({ marker, place }) => `${marker} in ${place}`))).toEqual(
    new Set(['phrase, word 4 to 6 in log']),
  );
});
