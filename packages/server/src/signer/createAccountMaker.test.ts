import { inspect } from 'node:util';
import {
  algorandAccountOf,
  arc76PasswordInput,
  createMnemonic,
  deriveArc76Seed,
  deriveEvmPrivateKey,
  evmAddressOf,
  type Pbkdf2,
} from '@biatec-tokens/core';
import { mnemonicToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import { createAccountMaker } from './createAccountMaker.ts';
import { countingIds, testVault } from './fixtures.ts';
import { pbkdf2Sha256OffLoop } from './pbkdf2OffLoop.ts';
import { keySubjectOf, phraseSubjectOf } from './subjects.ts';

const organizationId = 'org_00000001';

test('the sealed phrase leads to both accounts, by ARC-76 and as any EVM wallet derives it', async () => {
  const vault = testVault();

  const made = await createAccountMaker({ vault, ids: countingIds() }).make(organizationId);

  const phrase = Buffer.from(
    await vault.open(phraseSubjectOf(organizationId), made.sealedPhrase),
  ).toString();
  expect(phrase.split(' ')).toHaveLength(24);
  const seed = await deriveArc76Seed(arc76PasswordInput({ password: phrase }), pbkdf2Sha256OffLoop);
  expect(algorandAccountOf(seed).address).toBe(made.avm.address);
  expect(mnemonicToAccount(phrase).address).toBe(made.evm.address);
  const avmSubject = keySubjectOf({ ...made.avm, organizationId, family: 'avm' });
  const evmSubject = keySubjectOf({ ...made.evm, organizationId, family: 'evm' });
  expect(Buffer.from(await vault.open(avmSubject, made.avm.sealedKey))).toEqual(Buffer.from(seed));
  const evmKey = await vault.open(evmSubject, made.evm.sealedKey);
  expect(evmAddressOf(evmKey)).toBe(made.evm.address);
  expect(Buffer.from(evmKey)).toEqual(Buffer.from(deriveEvmPrivateKey({ mnemonic: phrase })));
});

test('the words come from 256 random bits, and all buffers are zeroed at the end', async () => {
  const entropy = Buffer.alloc(32, 7);
  const mnemonic = createMnemonic(entropy);
  const buffers: Uint8Array[] = [];
  const vault = testVault();
  const maker = createAccountMaker({
    vault: {
      ...vault,
      seal(subject, plaintext) {
        buffers.push(plaintext);
        return vault.seal(subject, plaintext);
      },
    },
    ids: countingIds(),
    random: (length) => {
      expect(length).toBe(32);
      buffers.push(entropy);
      return entropy;
    },
    pbkdf2: watchedPbkdf2((password, seed) => buffers.push(password, seed)),
  });

  const made = await maker.make(organizationId);

  expect(buffers).toHaveLength(6);
  for (const buffer of buffers) expect(buffer.every((byte) => byte === 0)).toBe(true);
  expect(made.evm.address).toBe(mnemonicToAccount(mnemonic).address);
  expect(inspect(made, { depth: 9 })).not.toContain(mnemonic.split(' ')[0]);
});

test('buffers are zeroed when making fails', async () => {
  const buffers: Uint8Array[] = [];
  const maker = createAccountMaker({
    vault: { ...testVault(), seal: () => Promise.reject(new Error('away')) },
    ids: countingIds(),
    random: (length) => {
      const bytes = Buffer.alloc(length, 5);
      buffers.push(bytes);
      return bytes;
    },
    pbkdf2: watchedPbkdf2((password, seed) => buffers.push(password, seed)),
  });

  await expect(maker.make(organizationId)).rejects.toThrow('away');

  expect(buffers).toHaveLength(3);
  for (const buffer of buffers) expect(buffer.every((byte) => byte === 0)).toBe(true);
});

test('what an account brought in is derived from is zeroed, whether it can be sealed or not', async () => {
  const arc76 = { email: 'a@b.c', password: 'p', slot: 3, saltEncoding: 'utf-8' } as const;
  const buffers: Uint8Array[] = [];
  const pbkdf2 = watchedPbkdf2((password, seed) => {
    expect(Buffer.from(password).toString()).toBe('ARC-0076-a@b.c-p-3-PBKDF2-999999');
    buffers.push(password, seed);
  });
  const vault = testVault();
  const sealing = createAccountMaker({ vault, ids: countingIds(), pbkdf2 });
  const failing = createAccountMaker({
    vault: { ...vault, seal: () => Promise.reject(new Error('away')) },
    ids: countingIds(),
    pbkdf2,
  });

  const made = await sealing.importArc76(organizationId, arc76);
  await expect(failing.importArc76(organizationId, arc76)).rejects.toThrow('away');

  expect(buffers).toHaveLength(4);
  for (const buffer of buffers) expect(buffer.every((byte) => byte === 0)).toBe(true);
  const subject = keySubjectOf({ ...made, organizationId, family: 'avm' });
  expect(Buffer.from(await vault.open(subject, made.sealedKey))).toEqual(Buffer.alloc(32, 9));
  expect(made.address).toBe(algorandAccountOf(Buffer.alloc(32, 9)).address);
});

test('a full queue refuses at once with a time, and everybody who waits is served', async () => {
  let running = 0;
  let runningMax = 0;
  const release = Promise.withResolvers<void>();
  const maker = createAccountMaker({
    vault: testVault(),
    ids: countingIds(),
    queueLimit: 3,
    concurrency: 2,
    pbkdf2: async (_password, _salt, _iterations, keyLength) => {
      runningMax = Math.max(runningMax, ++running);
      await release.promise;
      running -= 1;
      return Buffer.alloc(keyLength, runningMax);
    },
  });
  const accepted = [1, 2, 3, 4, 5].map((each) => maker.make(`org_${each}`));

  await expect(maker.make('org_6')).rejects.toMatchObject({
    code: 'REGISTRATION_BUSY',
    status: 429,
    retryAfterSeconds: 1,
  });
  release.resolve();

  expect(await Promise.all(accepted)).toHaveLength(5);
  expect(runningMax).toBe(2);
});

test('work beside begins with its own derivation: not in the queue, and not for who is refused', async () => {
  const release = Promise.withResolvers<void>();
  const begun: string[] = [];
  const maker = createAccountMaker({
    vault: testVault(),
    ids: countingIds(),
    queueLimit: 1,
    concurrency: 1,
    async pbkdf2(_password, _salt, _iterations, keyLength) {
      await release.promise;
      return Buffer.alloc(keyLength, 1);
    },
  });
  const makeBeside = (name: string) =>
    maker.makeBeside(`org_${name}`, async () => {
      begun.push(name);
      return name;
    });
  const [running, waiting] = [makeBeside('running'), makeBeside('waiting')];

  await expect(makeBeside('refused')).rejects.toMatchObject({ code: 'REGISTRATION_BUSY' });

  expect(begun).toEqual(['running']);
  release.resolve();
  const [, [made, result]] = await Promise.all([running, waiting]);
  expect(begun).toEqual(['running', 'waiting']);
  expect(result).toBe('waiting');
  expect(made.avm.address).toHaveLength(58);
});

test('when work beside fails, so does the whole, once the derivation is over', async () => {
  const maker = createAccountMaker({
    vault: testVault(),
    ids: countingIds(),
    queueLimit: 0,
    concurrency: 1,
    pbkdf2: async (_password, _salt, _iterations, keyLength) => Buffer.alloc(keyLength, 1),
  });

  await expect(
    maker.makeBeside('org_1', () => Promise.reject(new Error('no hash'))),
  ).rejects.toThrow('no hash');

  await expect(maker.make('org_2')).resolves.toMatchObject({ avm: {}, evm: {} });
});

test('the event loop turns while an account is derived', async () => {
  const turns = await turnsWhile(async () => {
    const input = arc76PasswordInput({ password: 'public test password' });
    await deriveArc76Seed(input, pbkdf2Sha256OffLoop);
  });

  // On the loop, the derivation of some 300 ms would be a single turn.
  expect(turns).toBeGreaterThan(20);
});

/** Cheap, and lets a test see the buffers that pass. */
function watchedPbkdf2(watch: (password: Uint8Array, seed: Uint8Array) => void): Pbkdf2 {
  return async (password, _salt, iterations, keyLength) => {
    expect(iterations).toBe(999_999);
    const seed = Buffer.alloc(keyLength, 9);
    watch(password, seed);
    return seed;
  };
}

async function turnsWhile(work: () => Promise<void>): Promise<number> {
  let turns = 0;
  let immediate = setImmediate(function turn() {
    turns += 1;
    immediate = setImmediate(turn);
  });
  await work();
  clearImmediate(immediate);
  return turns;
}
