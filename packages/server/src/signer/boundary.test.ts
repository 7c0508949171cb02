/** The room's wall: keys and the seeds they are made of are opened and derived in here, and nowhere else. */
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** What makes key bytes out of words, passwords or other key bytes. */
const derivations = [
  'deriveArc76Seed',
  'deriveEvmPrivateKey',
  'deriveEvmPrivateKeyOfSeed',
  'parseAlgorandMnemonic',
  'bip39SeedInput',
  'arc76PasswordInput',
  'arc76EmailInput',
  'createMnemonic',
  'openRecord',
  'rewrapRecord',
];

const outside = globSync('**/*.ts', { cwd: root })
  .filter((file) => !file.startsWith(`signer${sep}`))
  .filter((file) => !/\.test(-d)?\.ts$|(^|[/\\])(testing|conformance)[/\\]/.test(file))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

test('no other room derives keys or opens records with a cipher', () => {
  expect(outside.length).toBeGreaterThan(200);
  const found = outside.flatMap(({ file, text }) =>
    derivations
      .filter((name) => new RegExp(`\\b${name}\\b`).test(text))
      .map((name) => [file, name]),
  );

  expect(found).toEqual([]);
});

test("no other room opens an account's key or phrase: the phrase leaves it for its owner's export alone", () => {
  const opening = outside.filter(({ text }) => /\b[vV]ault\b[^\n]*\.open\(/.test(text));

  expect(opening.filter(({ text }) => /\b(key|phrase)SubjectOf\b/.test(text))).toEqual([]);
  const revealing = outside.filter(({ text }) => /\bphrases\.reveal\(/.test(text));
  expect(revealing.map(({ file }) => file.split(sep).join('/'))).toEqual([
    'operations/account/export.ts',
  ]);
});
