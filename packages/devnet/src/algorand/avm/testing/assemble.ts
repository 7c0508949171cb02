/** A small assembler for tests, driven by the opcode table: one instruction a line or between semicolons. */
import type { Immediate } from '../opcode.ts';
import { opcodesOfVersion, type RunnableOpcode } from '../opcodeTable.ts';

/**
 * Immediates are decimal numbers, `0x…` or `"text"` byte strings, field names (or their numbers), and labels, which are
 * declared as `name:`.
 */
export function assemble(source: string, version = 12): Uint8Array {
  const lines = source.split(/[\n;]|(?<=\w:)/).map(tokenize);
  const parts = lines.filter(({ length }) => length > 0).map((line) => build(line, version));
  const labels = new Map<string, number>();
  let end = 1;
  for (const part of parts) {
    if ('label' in part) labels.set(part.label, end);
    else end += part.size;
  }
  const bytes = [version];
  for (const part of parts)
    if (!('label' in part)) bytes.push(...part.encode(bytes.length, labels));
  return Uint8Array.from(bytes);
}

type Part =
  | { readonly label: string }
  | {
      readonly size: number;
      readonly encode: (start: number, labels: ReadonlyMap<string, number>) => number[];
    };

function tokenize(line: string): string[] {
  return line.replace(/\/\/.*/, '').match(/"[^"]*"|\S+/g) ?? [];
}

function build([name, ...words]: readonly string[], version: number): Part {
  if (name!.endsWith(':')) return { label: name!.slice(0, -1) };
  const opcode = findOpcode(name!, version);
  const kinds = opcode.immediates ?? [];
  const jumps = kinds.includes('label') || kinds.includes('labels') ? words : [];
  const fixed = [
    opcode.code,
    ...(jumps.length > 0 || kinds.includes('labels') ? [] : encodeAll(kinds, words)),
  ];
  if (kinds.includes('labels')) fixed.push(words.length);
  const size = fixed.length + 2 * jumps.length;
  return {
    size,
    encode: (start, labels) => [
      ...fixed,
      ...jumps.flatMap((label) => {
        const offset = (labels.get(label) ?? start + size + Number(label)) - start - size;
        return [(offset >> 8) & 0xff, offset & 0xff];
      }),
    ],
  };
}

function findOpcode(name: string, version: number): RunnableOpcode {
  for (const entry of opcodesOfVersion(version)) {
    if (entry?.kind === 'runs' && entry.opcode.name === name) return entry.opcode;
  }
  throw new Error(`Cannot assemble "${name}": version ${version} has no such opcode`);
}

function encodeAll(kinds: readonly Immediate[], words: readonly string[]): number[] {
  const [kind] = kinds;
  if (kind === 'varuints') return [words.length, ...words.flatMap(varuint)];
  if (kind === 'bytess') return [words.length, ...words.flatMap(withLength)];
  return kinds.flatMap((each, index) => encode(each, words[index]!));
}

function encode(kind: Immediate, word: string): number[] {
  if (kind === 'varuint') return varuint(word);
  if (kind === 'bytes') return withLength(word);
  if (typeof kind === 'object' && kind.includes(word)) return [kind.indexOf(word)];
  return [Number(word) & 0xff];
}

function withLength(word: string): number[] {
  const bytes = word.startsWith('"')
    ? Buffer.from(word.slice(1, -1))
    : Buffer.from(word.slice('0x'.length), 'hex');
  return [...varuint(String(bytes.length)), ...bytes];
}

function varuint(word: string): number[] {
  const bytes: number[] = [];
  let rest = BigInt(word);
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}
