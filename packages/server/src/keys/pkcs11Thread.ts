/**
 * The program of the thread that works with a PKCS #11 library.
 *
 * Data keys come and go by transfer, so that whoever has one has the only copy.
 */
import { parentPort } from 'node:worker_threads';
import { AppError } from '@biatec-tokens/core';
import { Secret } from '../internal/secret.ts';
import type { KeyService, ServiceCiphertext } from './keyService.ts';
import { KeyServiceError, type KeyServiceProblem } from './keyServiceErrors.ts';
import { createPkcs11Service } from './pkcs11Service.ts';
import type { Pkcs11Settings } from './pkcs11Settings.ts';
import { takeOver } from './takeOver.ts';

type Own = Uint8Array<ArrayBuffer>;

/** What the thread is asked. `open` comes first, once. */
export type Pkcs11Question =
  | { readonly kind: 'open'; readonly settings: Omit<Pkcs11Settings, 'pin'>; readonly pin: string }
  | { readonly kind: 'encrypt'; readonly dataKey: Own; readonly aad: Own }
  | { readonly kind: 'decrypt'; readonly sealed: ServiceCiphertext; readonly aad: Own };

/** A question, or that nobody waits for the answer any more. */
export type Pkcs11Message =
  | { readonly id: number; readonly question: Pkcs11Question }
  | { readonly id: number; readonly question: null };

export interface Pkcs11Answer {
  readonly id: number;
  readonly outcome:
    | { readonly kind: 'opened' }
    | { readonly kind: 'encrypted'; readonly sealed: ServiceCiphertext }
    | { readonly kind: 'decrypted'; readonly dataKey: Own }
    | { readonly kind: 'failed'; readonly problem: KeyServiceProblem; readonly label: string }
    | { readonly kind: 'misconfigured'; readonly message: string; readonly guidance: string };
}

const asked = new Map<number, AbortController>();
let service: Pick<KeyService, 'encrypt' | 'decrypt'> | undefined;

parentPort?.on('message', ({ id, question }: Pkcs11Message) => {
  if (question === null) asked.get(id)?.abort();
  else void answer(id, question);
});

async function answer(id: number, question: Pkcs11Question): Promise<void> {
  const stop = new AbortController();
  asked.set(id, stop);
  const outcome = await find(question, stop.signal).catch(toFailure);
  asked.delete(id);
  const said: Pkcs11Answer = { id, outcome };
  parentPort?.postMessage(said, outcome.kind === 'decrypted' ? [outcome.dataKey.buffer] : []);
}

async function find(
  question: Pkcs11Question,
  signal: AbortSignal,
): Promise<Pkcs11Answer['outcome']> {
  if (question.kind === 'open') {
    service = await createPkcs11Service({ ...question.settings, pin: new Secret(question.pin) });
    return { kind: 'opened' };
  }
  if (service === undefined) throw new KeyServiceError('unreachable');
  if (question.kind === 'decrypt') {
    const dataKey = await service.decrypt(question.sealed, question.aad, signal);
    return { kind: 'decrypted', dataKey: takeOver(dataKey) };
  }
  try {
    const sealed = await service.encrypt(question.dataKey, question.aad, signal);
    // A Buffer shares its memory with others, and all of that would go along.
    const ciphertext = Uint8Array.from(sealed.ciphertext);
    return { kind: 'encrypted', sealed: { ...sealed, ciphertext } };
  } finally {
    question.dataKey.fill(0);
  }
}

function toFailure(error: unknown): Pkcs11Answer['outcome'] {
  if (error instanceof AppError)
    return { kind: 'misconfigured', message: error.message, guidance: error.guidance };
  // Anything else may quote what was sent, so nothing of it is told.
  const { problem, message: label } =
    error instanceof KeyServiceError ? error : new KeyServiceError('unreachable');
  return { kind: 'failed', problem, label };
}
