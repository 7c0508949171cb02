import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { addressContent } from './addressContent.ts';
import { contentOf } from './conformance.ts';
import { parseCid } from './parseCid.ts';

/** As `ipfs add --cid-version=1` of Kubo 0.44 printed them for `bytes[i] = (i * 7 + (i >> 8)) & 255`. */
const vectors = [
  [0, 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku'],
  [1, 'bafkreidogqfzz75tpkmjzjke425xqcrmpcib2p5tg44hnbirumdbpl5adu'],
  [262_143, 'bafkreigw3co2s63gfycy5g6gpjw64dj3ooh7f6pg72e6h6dofibtwezkjy'],
  [262_144, 'bafkreibdffnmnzlbq264m4kqmxcslchnncczdb567t7xahpgbhdyigvtr4'],
  [262_145, 'bafybeielov4zxeb3kwwrtgpluv2mh72hsf7vjypbok654v7i2ox5ylnlje'],
  [1_000_000, 'bafybeibuixlb7tz4oxx3iimql5l5erxezzx7d6u4m6dsj5thakltodmici'],
  [20_971_520, 'bafybeigt6eoqutwlz2a4oyomiwgsyhfknpc57imwhxoasro3cvmh7mjkhq'],
  // One leaf more than a node of the tree has links.
  [45_613_057, 'bafybeigyxjz3g6zjgfexlgl6wnuvknwi57az7lafdcrm5vn6hksyzackyi'],
] as const;

test.each(vectors)('%i bytes have the CID that Kubo gives them', async (size, cid) => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 1) bytes[at] = (at * 7 + (at >> 8)) & 255;

  expect(await addressContent(inParts(bytes, 99_991))).toEqual({
    cid,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size,
  });
});

test('the address does not depend on how the bytes arrive', async () => {
  const { cid, read } = await contentOf(600_000);
  const pieces: Uint8Array[] = [];
  for await (const piece of read()) pieces.push(piece);
  const bytes = Buffer.concat(pieces);

  for (const length of [1_000, 262_144, 262_145, 600_000])
    expect((await addressContent(inParts(bytes, length))).cid).toBe(cid);
});

test('an error of the bytes is the error of the address', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10);
    throw new Error('it broke off');
  }

  await expect(addressContent(broken())).rejects.toThrow('it broke off');
});

test('a CID has one canonical spelling, whichever it came in', () => {
  const raw = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';
  const tree = 'bafybeielov4zxeb3kwwrtgpluv2mh72hsf7vjypbok654v7i2ox5ylnlje';

  expect(parseCid(raw)).toBe(raw);
  expect(parseCid(tree)).toBe(tree);
  expect(parseCid('QmYjtig7VJQ6XsnUjqqJvj7QaMcCAwtrgNdahSiFofrE7o')).toMatch(/^bafybei/);
});

test.each([
  '',
  'hello',
  'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk',
  'Qmhello',
  '../../etc/passwd',
  'b'.repeat(10_000),
])('%s is no CID', (text) => {
  expect(parseCid(text)).toBeUndefined();
});

async function* inParts(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}
