import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pbkdf2Sha256OffLoop } from './pbkdf2OffLoop.ts';

/** The part of Project Wycheproof's `pbkdf_test_schema.json` that is read here. */
interface WycheproofFile {
  readonly numberOfTests: number;
  readonly testGroups: readonly {
    readonly tests: readonly {
      readonly tcId: number;
      readonly comment: string;
      readonly password: string;
      readonly salt: string;
      readonly iterationCount: number;
      readonly dkLen: number;
      readonly dk: string;
      readonly result: 'valid';
    }[];
  }[];
}

const file = JSON.parse(
  readFileSync(new URL('./vectors/pbkdf2_hmacsha256_test.json', import.meta.url), 'utf8'),
) as WycheproofFile;
const vectors = file.testGroups.flatMap(({ tests }) => tests);

test('every vector of the file is here', () => {
  expect([vectors.length, file.numberOfTests]).toEqual([60, 60]);
});

test.each(vectors)('vector $tcId is derived as printed: $comment', async (vector) => {
  const [password, salt] = [vector.password, vector.salt].map((hex) => Buffer.from(hex, 'hex'));

  const key = await pbkdf2Sha256OffLoop(
    password ?? Buffer.of(),
    salt ?? Buffer.of(),
    vector.iterationCount,
    vector.dkLen,
  );

  expect(Buffer.from(key).toString('hex')).toBe(vector.dk);
});
