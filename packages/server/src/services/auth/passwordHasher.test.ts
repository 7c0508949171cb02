import { expect, test } from 'vitest';
import { createPasswordHasher, type PasswordHashSettings } from './passwordHasher.ts';

const password = 'Public test password 1!';
// Of the same password, as another program made it.
const argon2i =
  '$argon2i$v=19$m=19456,t=2,p=1$G3mYH6e/tRKh4lJXkzc1mQ$uBpl2ioTKC8djiGr4YZuGSYWK6UChEoW9lC8ezq1BXQ';
const argon2id = { algorithm: 'argon2id', memoryKib: 19_456, passes: 2, lanes: 1 } as const;
const pbkdf2 = { algorithm: 'pbkdf2-sha256', iterations: 600_000 } as const;

test.each<[PasswordHashSettings, RegExp]>([
  [argon2id, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/],
  [pbkdf2, /^\$pbkdf2-sha256\$i=600000\$[\w+/]{22}\$[\w+/]{43}$/],
])('$algorithm: the right password opens its hash, another one does not', async (hashing, form) => {
  const hasher = createPasswordHasher({ hashing });

  const phc = await hasher.hash(password);

  expect(phc).toMatch(form);
  expect(await hasher.verify(password, phc)).toEqual({ ok: true, outdated: false });
  expect(await hasher.verify(`${password} `, phc)).toMatchObject({ ok: false });
  expect(await hasher.verify('', phc)).toMatchObject({ ok: false });
  expect(await hasher.hash(password)).not.toBe(phc);
});

test('the default is argon2id with 19 MiB, 2 passes and 1 lane', async () => {
  expect(await createPasswordHasher().hash(password)).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
});

test.each<[string, PasswordHashSettings, () => Promise<string>, boolean]>([
  ['its own hash', argon2id, hashWith(argon2id), false],
  ['a stronger hash', argon2id, hashWith({ ...argon2id, passes: 3 }), false],
  ['a hash with less memory', { ...argon2id, memoryKib: 20_480 }, hashWith(argon2id), true],
  ['a hash with fewer passes', { ...argon2id, passes: 3 }, hashWith(argon2id), true],
  ['a hash of the other algorithm', argon2id, hashWith(pbkdf2), true],
  ['a hash of the other algorithm, the other way', pbkdf2, hashWith(argon2id), true],
  ['fewer iterations', { ...pbkdf2, iterations: 600_001 }, hashWith(pbkdf2), true],
  ['an argon2i hash', argon2id, () => Promise.resolve(argon2i), true],
])('%s opens, and is outdated or not', async (_what, hashing, makeHash, outdated) => {
  const hasher = createPasswordHasher({ hashing });

  expect(await hasher.verify(password, await makeHash())).toEqual({ ok: true, outdated });
});

test.each<PasswordHashSettings>([
  { ...argon2id, memoryKib: 19_455 },
  { ...argon2id, passes: 1 },
  { ...pbkdf2, iterations: 599_999 },
])('a cost below the least is refused: %j', (hashing) => {
  expect(() => createPasswordHasher({ hashing })).toThrow(
    expect.objectContaining({ code: 'CONFIGURATION_ERROR' }),
  );
});

test.each<PasswordHashSettings>([argon2id, pbkdf2])(
  '$algorithm: an unknown user costs what a known one costs, and never gets in',
  async (hashing) => {
    const hasher = createPasswordHasher({ hashing });
    const phc = await hasher.hash(password);
    await hasher.verify(password, undefined);

    const knownMs = await cpuMsOf(() => hasher.verify('wrong', phc));
    const unknownMs = await cpuMsOf(() => hasher.verify('wrong', undefined));

    // Without the work it would be under a hundredth; the bounds leave room for a busy machine.
    expect(unknownMs / knownMs).toBeGreaterThan(0.3);
    expect(unknownMs / knownMs).toBeLessThan(3);
    expect(await hasher.verify(password, undefined)).toEqual({ ok: false, outdated: false });
    expect(await hasher.verify('', undefined)).toEqual({ ok: false, outdated: false });
  },
);

test('when the line is full, who comes is told when to come back, and nobody in it is lost', async () => {
  const hasher = createPasswordHasher({ concurrency: 1, queueLimit: 2 });
  const phc = await hasher.hash(password);

  const asked = await Promise.allSettled([
    hasher.verify(password, phc),
    hasher.verify(password, undefined),
    hasher.hash(password),
    hasher.verify(password, phc),
    hasher.verify(password, undefined),
    hasher.hash(password),
  ]);

  expect(asked.map(({ status }) => status)).toEqual([
    ...Array.from({ length: 3 }, () => 'fulfilled'),
    ...Array.from({ length: 3 }, () => 'rejected'),
  ]);
  for (const each of asked.slice(3))
    expect(each).toMatchObject({
      reason: { code: 'PASSWORDS_BUSY', status: 429, retryAfterSeconds: 1 },
    });
  expect(await hasher.verify(password, phc)).toMatchObject({ ok: true });
});

test('one password in two Unicode forms is one password', async () => {
  const hasher = createPasswordHasher();

  const phc = await hasher.hash('Zl\u00e9 heslo 1'.normalize('NFC'));

  expect(await hasher.verify('Zl\u00e9 heslo 1'.normalize('NFD'), phc)).toMatchObject({ ok: true });
});

test('a stored hash of an unknown form is told without the password or the hash', async () => {
  const verifying = createPasswordHasher().verify(password, '$2b$10$somethingelse');

  await expect(verifying).rejects.toThrow(
    'Cannot verify password: the stored hash has an unknown form',
  );
});

function hashWith(hashing: PasswordHashSettings): () => Promise<string> {
  return () => createPasswordHasher({ hashing }).hash(password);
}

/** Processor time of the whole process, the thread pool included: it does not grow when others use the machine. */
async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let count = 0; count < 3; count++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
