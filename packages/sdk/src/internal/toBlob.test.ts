import { expect, test } from 'vitest';
import { toBlob } from './toBlob.ts';

const bytes = Uint8Array.of(1, 2, 3);

async function* inParts() {
  yield bytes.subarray(0, 1);
  yield bytes.subarray(1);
}

test.each([
  ['a blob', () => new Blob([bytes])],
  ['a view', () => bytes],
  ['a view into more', () => new Uint8Array([0, 1, 2, 3, 4]).subarray(1, 4)],
  ['a buffer', () => bytes.slice().buffer],
  ['a stream', () => new Blob([bytes]).stream()],
  ['parts', () => inParts()],
])('%s becomes a blob with exactly its bytes and the given type', async (_, make) => {
  const blob = await toBlob(make(), 'image/png');

  expect(blob.type).toBe('image/png');
  expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes);
});

test('a blob keeps its own type unless another is given', async () => {
  const file = new File([bytes], 'a.png', { type: 'image/png' });

  expect(await toBlob(file, undefined)).toBe(file);
  expect((await toBlob(file, 'image/gif')).type).toBe('image/gif');
});
