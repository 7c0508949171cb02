import { expect, test } from 'vitest';
import { AvmError } from './avmError.ts';
import { parseProgram } from './parseProgram.ts';
import { acceptedPrograms, refusedPrograms } from './testing/programs.ts';

test.each(refusedPrograms)('$why', ({ hex, sentence }) => {
  expect(() => parseProgram(Buffer.from(hex, 'hex'))).toThrow(new AvmError(sentence));
});

test.each(acceptedPrograms)('accepts $why', ({ hex, version, pcs }) => {
  const program = parseProgram(Buffer.from(hex, 'hex'));

  expect(program.version).toBe(version);
  expect(program.instructions.map(({ pc }) => pc)).toEqual(pcs);
});

test('a program is parsed once, whichever copy of its bytes is given', () => {
  const bytes = [12, 0x81, 1];

  expect(parseProgram(Uint8Array.from(bytes))).toBe(parseProgram(Uint8Array.from(bytes)));
});
