import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createServerSentEventParser } from './parseServerSentEvents.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Cuts bytes at the given places, inside characters too. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (a, b) => a - b,
  );
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

function parseAll(chunks: readonly Uint8Array[]) {
  const parse = createServerSentEventParser();
  return chunks.flatMap((chunk) => parse(chunk));
}

describe('server-sent events', () => {
  test('are the same however the network cuts them', () => {
    const data = fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text));
    const events = fc.array(fc.record({ id: fc.nat().map(String), data }), { maxLength: 8 });
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');

    fc.assert(
      fc.property(events, lineEnd, fc.array(fc.nat()), (events, end, places) => {
        const text = events.map(
          ({ id, data }) => `: hello${end}id: ${id}${end}data: ${data}${end}${end}`,
        );
        // A lone CR at the very end waits for what follows it.
        const bytes = bytesOf(`${text.join('')}:${end}:`);

        expect(parseAll(cut(bytes, places))).toEqual(events);
      }),
    );
  });

  test('follow the standard: comments, missing colons, several lines of data, ids that stay', () => {
    const stream = [
      '\uFEFF: a comment',
      '',
      'data: 1',
      'data:2',
      'data',
      'unknown: x',
      'id: 7',
      '',
      'data:  two blanks',
      '',
      'id: 8',
      '',
      'data: cut off',
    ].join('\n');

    expect(parseAll([bytesOf(stream)])).toEqual([
      { id: '7', data: '1\n2\n' },
      { id: '7', data: ' two blanks' },
    ]);
  });

  test('do not fill the memory when a line never ends', () => {
    const parse = createServerSentEventParser();
    const chunk = new Uint8Array(600_000).fill(97);

    parse(chunk);

    expect(() => parse(chunk)).toThrow('too long');
  });
});
