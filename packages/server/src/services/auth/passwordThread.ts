/**
 * The program of a thread that hashes passwords by argon2id.
 *
 * A little behind the event loop: while many sign in, everybody else is answered as before.
 */
import { hashSync, verifySync } from '@node-rs/argon2';
import { serveThread } from '../../internal/serveThread.ts';
import { optionsOf, type Argon2idCost } from './argon2id.ts';

export type PasswordWork =
  | { readonly kind: 'hash'; readonly password: string; readonly cost: Argon2idCost }
  | { readonly kind: 'verify'; readonly password: string; readonly phc: string };

serveThread(
  (work: PasswordWork): string | boolean =>
    work.kind === 'hash'
      ? hashSync(work.password, optionsOf(work.cost))
      : verifySync(work.phc, work.password),
  { stepsBehind: 7 },
);
