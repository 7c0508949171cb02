import { sha256 } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { encodeBase64 } from '../internal/base64.ts';
import { utf8Bytes } from '../internal/bytes.ts';
import { buildArc3Metadata, findMediaProblem, hashArc3Metadata } from './buildArc3Metadata.ts';

const digest = new Uint8Array(32).fill(7);

// ARC-3, "Example with Extra Metadata and {id}".
const example = `{
    "name": "My Picture",
    "description": "Lorem ipsum...",
    "image": "https://s3.amazonaws.com/your-bucket/images/{id}.png",
    "image_integrity": "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "image_mimetype": "image/png",
    "external_url": "https://mysongs.com/song/{id}",
    "extra_metadata": "iHcUslDaL/jEM/oTxqEX++4CS8o3+IZp7/V5Rgchqwc="
}`;

test('hashArc3Metadata() gives the hash that ARC-3 publishes for its example', () => {
  const hash = hashArc3Metadata(utf8Bytes(example), 'iHcUslDaL/jEM/oTxqEX++4CS8o3+IZp7/V5Rgchqwc=');

  expect(encodeBase64(hash)).toBe('xsmZp6lGW9ktTWAt22KautPEqAmiXxow/iIuJlRlHIg=');
});

test('without extra metadata the hash is SHA-256 of the exact bytes; empty extra metadata is not none', () => {
  const bytes = utf8Bytes('{}');

  expect(hashArc3Metadata(bytes)).toEqual(sha256(bytes));
  expect(hashArc3Metadata(bytes, '')).not.toEqual(sha256(bytes));
  expect(() => hashArc3Metadata(bytes, '?')).toThrow('is no base64');
});

test('buildArc3Metadata() writes the names of the standard, and only fields that were given', () => {
  const { bytes, metadataHash } = buildArc3Metadata({
    name: 'Song@arc3',
    decimals: 2,
    metadata: {
      localization: {
        locales: ['en'],
        uri: 'https://example.com/{locale}',
        default: 'en',
      },
      externalUrl: 'https://example.com',
      imageMimetype: 'image/png',
      image: 'https://example.com/a.png',
      properties: { b: 1, a: ['é'] },
    },
  });

  expect(String.fromCodePoint(...bytes)).toBe(
    String.fromCodePoint(
      ...utf8Bytes(
        '{"name":"Song","decimals":2,"image":"https://example.com/a.png","image_mimetype":"image/png",' +
          '"external_url":"https://example.com","properties":{"b":1,"a":["é"]},' +
          '"localization":{"uri":"https://example.com/{locale}","default":"en","locales":["en"]}}',
      ),
    ),
  );
  expect(metadataHash).toEqual(sha256(bytes));
});

test.each([
  { mimetype: 'image/png', field: 'image', taken: { image: 'https://example.com/a' } },
  {
    mimetype: 'audio/ogg',
    field: 'animation_url',
    taken: { animationUrl: 'https://example.com/a' },
  },
])('an uploaded $mimetype becomes $field with its digest', ({ mimetype, field, taken }) => {
  const media = { uri: 'ipfs://bafy', mimetype, sha256: digest };

  const { bytes } = buildArc3Metadata({ name: 'Song', decimals: 0, metadata: {} }, media);

  expect(JSON.parse(String.fromCodePoint(...bytes))).toEqual({
    name: 'Song',
    decimals: 0,
    [field]: 'ipfs://bafy',
    [`${field}_integrity`]: `sha256-${encodeBase64(digest)}`,
    [`${field}_mimetype`]: mimetype,
  });
  expect(findMediaProblem({}, mimetype)).toBeUndefined();
  expect(findMediaProblem(taken, mimetype)).toMatchObject({
    path: 'mediaId',
    code: 'TOKEN_INVALID_MEDIA',
  });
});

test('the name "arc3" alone stays, since nothing would be left of it', () => {
  const { bytes } = buildArc3Metadata({ name: 'arc3', decimals: 0, metadata: {} });

  expect(JSON.parse(String.fromCodePoint(...bytes))).toEqual({ name: 'arc3', decimals: 0 });
});
