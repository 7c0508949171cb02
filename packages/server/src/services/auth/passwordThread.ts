/**
 * The program of a thread that hashes passwords, by argon2id or PBKDF2.
 *
 * A little behind the event loop: while many sign in, everybody else is answered as before.
 */
import { hashSync, verifySync } from '@node-rs/argon2';
import { assertNever } from '../../internal/assertNever.ts';
import { serveThread } from '../../internal/serveThread.ts';
import { optionsOf, type Argon2idCost } from './argon2id.ts';
import { deriveNow } from './pbkdf2Sha256.ts';

export type PasswordWork =
  | { readonly kind: 'hash'; readonly password: string; readonly cost: Argon2idCost }
  | { readonly kind: 'verify'; readonly password: string; readonly phc: string }
  | {
      readonly kind: 'derive';
      readonly password: string;
      readonly salt: Uint8Array;
      readonly iterations: number;
    };

serveThread(
  (work: PasswordWork): string | boolean | Uint8Array => {
    switch (work.kind) {
      case 'hash':
        return hashSync(work.password, optionsOf(work.cost));
      case 'verify':
        return verifySync(work.phc, work.password);
      case 'derive':
        return deriveNow(work.password, work.salt, work.iterations);
      default:
        return assertNever(work);
    }
  },
  { stepsBehind: 5 },
);
