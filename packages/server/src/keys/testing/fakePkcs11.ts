/**
 * A binding like the npm package `pkcs11js`, over one token in a JSON file, which really encrypts with AES-GCM.
 *
 * Loaded by its URL into the thread that works with the library. While the file says that the token is away, every call
 * waits for it, as libraries of network HSMs do.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Pkcs11 } from '../pkcs11Binding.ts';

/** What the token holds. */
export interface FakeToken {
  readonly label: string;
  readonly pin: string;
  readonly away: boolean;
  readonly keys: readonly FakeTokenKey[];
}

interface FakeTokenKey {
  readonly label: string;
  /** CKA_ID. */
  readonly id: number;
  /** Of 32 bytes, in hexadecimal digits. */
  readonly secret: string;
  readonly extractable: boolean;
}

export function readFakeToken(file: string): FakeToken {
  return JSON.parse(readFileSync(file, 'utf8')) as FakeToken;
}

/** In one step, as a thread reads it all the time. */
export function writeFakeToken(file: string, token: FakeToken): void {
  writeFileSync(`${file}.new`, JSON.stringify(token));
  renameSync(`${file}.new`, file);
}

interface Operation {
  readonly key: FakeTokenKey;
  readonly iv: Buffer;
  readonly aad: Buffer;
}

interface Mechanism {
  readonly parameter: Omit<Operation, 'key'>;
}

const tagBytes = 16;
/** So that a test of a caller that waits along fails, and does not hang. */
const awayMsMax = 5_000;
const napMs = 5;

class FakePkcs11 implements Pkcs11 {
  #file = '';
  #label = '';
  readonly #operations = new Map<string, Operation>();

  load(path: string): void {
    this.#file = path;
  }
  C_Initialize(): void {}
  C_GetSlotList(): Buffer[] {
    this.#wait();
    return [Buffer.of(0)];
  }
  C_GetTokenInfo(): { label: string } {
    return { label: this.#wait().label.padEnd(32) };
  }
  C_OpenSession(): Buffer {
    this.#wait();
    return Buffer.from(String(Math.random()));
  }
  C_CloseSession(): void {}
  C_Login(_session: Buffer, _userType: number, pin: string): void {
    if (pin !== this.#wait().pin) throw rv(0xa0);
  }
  C_FindObjectsInit(_session: Buffer, template: readonly { value?: unknown }[]): void {
    this.#label = String(template.at(-1)?.value);
  }
  C_FindObjects(): Buffer[] {
    const { keys } = this.#wait();
    return keys.flatMap(({ label }, index) => (label === this.#label ? [Buffer.of(index)] : []));
  }
  C_FindObjectsFinal(): void {}
  C_GetAttributeValue(_session: Buffer, object: Buffer): { value: Buffer }[] {
    const { id, extractable } = this.#keyOf(object);
    return [Buffer.of(id), Buffer.of(1), Buffer.of(extractable ? 1 : 0)].map((value) => ({
      value,
    }));
  }
  C_EncryptInit(session: Buffer, mechanism: object, key: Buffer): void {
    const { parameter } = mechanism as Mechanism;
    this.#operations.set(session.toString(), { ...parameter, key: this.#keyOf(key) });
  }
  async C_EncryptAsync(session: Buffer, data: Buffer): Promise<Buffer> {
    const { key, iv, aad } = this.#take(session);
    const cipher = createCipheriv('aes-256-gcm', Buffer.from(key.secret, 'hex'), iv);
    cipher.setAAD(aad);
    return Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]);
  }
  C_DecryptInit(session: Buffer, mechanism: object, key: Buffer): void {
    this.C_EncryptInit(session, mechanism, key);
  }
  async C_DecryptAsync(session: Buffer, data: Buffer): Promise<Buffer> {
    const { key, iv, aad } = this.#take(session);
    const options = { authTagLength: tagBytes };
    const secret = Buffer.from(key.secret, 'hex');
    const decipher = createDecipheriv('aes-256-gcm', secret, iv, options);
    decipher.setAAD(aad);
    decipher.setAuthTag(data.subarray(-tagBytes));
    try {
      return Buffer.concat([decipher.update(data.subarray(0, -tagBytes)), decipher.final()]);
    } catch {
      throw rv(0x40);
    }
  }

  #wait(): FakeToken {
    const until = performance.now() + awayMsMax;
    for (;;) {
      const token = readFakeToken(this.#file);
      if (!token.away || performance.now() > until) return token;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, napMs);
    }
  }

  #keyOf(handle: Buffer): FakeTokenKey {
    const key = this.#wait().keys[handle[0] ?? -1];
    if (key === undefined) throw rv(0x60);
    return key;
  }

  #take(session: Buffer): Operation {
    const operation = this.#operations.get(session.toString());
    if (operation === undefined) throw rv(0x91);
    return operation;
  }
}

/** As the binding throws what the library returns. */
function rv(code: number): Error {
  return Object.assign(new Error(`CKR ${code}`), { code });
}

export default { PKCS11: FakePkcs11, CK_PARAMS_AES_GCM: 1 };
