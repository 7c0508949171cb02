/** Secrets that a story plants or is given, and a search for them in whatever was written meanwhile. */

/** Something that must not be found, in none of its spellings. */
export interface Marker {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Where a marker was found, and how it was spelt there. */
export interface Finding {
  readonly marker: string;
  readonly spelling: string;
  readonly place: string;
}

/** A text that is secret as it stands. */
export function textMarker(name: string, text: string): Marker {
  if (text.length < 8) throw new RangeError(`"${name}" is too short to be told from chance`);
  return { name, bytes: Buffer.from(text) };
}

/** Bytes that are secret in every spelling; a token is both its text and its bytes. */
export function bytesMarker(name: string, bytes: Uint8Array): Marker {
  if (bytes.length < 10) throw new RangeError(`"${name}" is too short to be told from chance`);
  return { name: `${name}, as bytes`, bytes: Buffer.from(bytes) };
}

/** Three words one after another: one alone is found everywhere. */
export function phraseMarkers(name: string, phrase: string): Marker[] {
  const words = phrase.split(' ');
  return words
    .slice(2)
    .map((_, at) =>
      textMarker(`${name}, word ${at + 1} to ${at + 3}`, words.slice(at, at + 3).join(' ')),
    );
}

/** Looks for every marker in every place. */
export function findMarkers(
  markers: readonly Marker[],
  places: Readonly<Record<string, Buffer>>,
): Finding[] {
  return markers.flatMap(({ name, bytes }) =>
    spellingsOf(bytes).flatMap(([spelling, spelt]) =>
      Object.entries(places)
        .filter(([, content]) => content.includes(spelt))
        .map(([place]) => ({ marker: name, spelling, place })),
    ),
  );
}

/** How bytes may stand in a file, a log line or a body. */
function spellingsOf(bytes: Buffer): [name: string, spelt: Buffer][] {
  const hex = bytes.toString('hex');
  const text = bytes.toString();
  const spellings: [string, Buffer | string][] = [
    ['as it is', bytes],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['list of numbers', bytes.join(',')],
    ['spaced list of numbers', bytes.join(', ')],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['JSON', JSON.stringify(text).slice(1, -1)],
    ['URL', encodeURIComponent(text)],
    ...[0, 1, 2].flatMap((offset): [string, string][] => {
      const base64 = base64Within(bytes, offset);
      const url = base64.replaceAll('+', '-').replaceAll('/', '_');
      return [
        [`base64, ${offset} bytes in`, base64],
        [`base64url, ${offset} bytes in`, url],
      ];
    }),
  ];
  return spellings.map(([name, spelt]) => [name, Buffer.from(spelt)]);
}

/** The letters of base64 that bytes have in the middle of others: the ones at the edges depend on their neighbours. */
function base64Within(bytes: Buffer, offset: number): string {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const begin = [0, 2, 3][offset] ?? 0;
  const wholeLetters = Math.floor(((offset + bytes.length) * 8) / 6);
  return padded.slice(begin, wholeLetters);
}
