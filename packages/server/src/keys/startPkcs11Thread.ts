import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '@biatec-tokens/core';
import type { KeyService } from './keyService.ts';
import { KeyServiceError } from './keyServiceErrors.ts';
import type { Pkcs11Settings } from './pkcs11Settings.ts';
import type { Pkcs11Answer, Pkcs11Message, Pkcs11Question } from './pkcs11Thread.ts';

type Outcome = Pkcs11Answer['outcome'];
type Good = Exclude<Outcome, { kind: 'failed' | 'misconfigured' }>;

export interface Pkcs11Thread extends Pick<KeyService, 'encrypt' | 'decrypt'> {
  close(): Promise<void>;
}

/**
 * Works with a PKCS #11 library in a thread of its own: a library that waits for an HSM makes nobody else wait.
 *
 * The thread does not keep the process alive. One that ends is started again at the next call.
 *
 * @throws {AppError} CONFIGURATION_ERROR, with what to install
 */
export async function startPkcs11Thread(settings: Pkcs11Settings): Promise<Pkcs11Thread> {
  let thread: Promise<Worker> | undefined;
  let lastId = 0;
  const waiting = new Map<number, (outcome: Outcome) => void>();

  async function start(): Promise<Worker> {
    const extension = extname(import.meta.url);
    const worker = new Worker(new URL(`pkcs11Thread${extension}`, import.meta.url), {
      name: 'pkcs11',
      // It needs nothing of the environment, which holds secrets; the library reads that of the process.
      env: {},
      execArgv: extension === '.ts' ? ['--conditions=source'] : [],
    });
    worker.on('message', ({ id, outcome }: Pkcs11Answer) => waiting.get(id)?.(outcome));
    // Whoever waits hears of it when the thread ends; here it only must not end the process.
    worker.on('error', () => {});
    worker.once('exit', () => {
      thread = undefined;
      for (const tell of waiting.values())
        tell({ kind: 'failed', problem: 'unreachable', label: '' });
    });
    const { pin, ...rest } = settings;
    try {
      await ask(worker, { kind: 'open', settings: rest, pin: pin.reveal() });
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    worker.unref();
    return worker;
  }

  async function ask(
    worker: Worker,
    question: Pkcs11Question,
    signal?: AbortSignal,
  ): Promise<Good> {
    const id = ++lastId;
    const send = (message: Pkcs11Message, moved: ArrayBuffer[] = []) =>
      worker.postMessage(message, moved);
    const giveUp = () => send({ id, question: null });
    try {
      const outcome = await new Promise<Outcome>((resolve) => {
        waiting.set(id, resolve);
        signal?.addEventListener('abort', giveUp, { once: true });
        send({ id, question }, question.kind === 'encrypt' ? [question.dataKey.buffer] : []);
      });
      return good(outcome);
    } finally {
      waiting.delete(id);
      signal?.removeEventListener('abort', giveUp);
    }
  }

  const use = (): Promise<Worker> => (thread ??= start());
  await use();

  return {
    async encrypt(dataKey, aad, signal) {
      const question = { kind: 'encrypt', dataKey: copy(dataKey), aad: copy(aad) } as const;
      const outcome = await ask(await use(), question, signal);
      if (outcome.kind !== 'encrypted') throw new KeyServiceError('strange-answer');
      return outcome.sealed;
    },
    async decrypt({ ciphertext, ...key }, aad, signal) {
      const sealed = { ...key, ciphertext: copy(ciphertext) };
      const question = { kind: 'decrypt', sealed, aad: copy(aad) } as const;
      const outcome = await ask(await use(), question, signal);
      if (outcome.kind !== 'decrypted') throw new KeyServiceError('strange-answer');
      return outcome.dataKey;
    },
    async close() {
      await (await thread)?.terminate();
    },
  };
}

/** Memory of its own: a Buffer shares its memory with others, and all of that would go along. */
function copy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes);
}

function good(outcome: Outcome): Good {
  if (outcome.kind === 'failed') throw new KeyServiceError(outcome.problem, outcome.label);
  if (outcome.kind === 'misconfigured')
    throw new AppError({
      code: 'CONFIGURATION_ERROR',
      message: outcome.message,
      guidance: outcome.guidance,
    });
  return outcome;
}
