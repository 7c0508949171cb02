import { createWorkLoop, type WorkLoop } from '../jobs/createWorkLoop.ts';
import type { Ids } from '../ports/ids.ts';
import type { Store } from '../ports/store/index.ts';
import { sendMail, type SendMailDeps } from './sendMail.ts';

export interface MailWorkerDeps extends Omit<SendMailDeps, 'store'> {
  readonly ids: Ids;
  readonly store: Pick<Store, 'claimDueMails' | 'renewMailLease' | 'settleMail' | 'nextMailAt'>;
}

export interface MailWorkerOptions {
  /** Mails under way at once. @default 4 */
  readonly concurrency?: number;
  /** Time a worker may be silent before others take over, in ms; a living one renews in time. @default 4_000 */
  readonly leaseMs?: number;
  /** Longest sleep between two looks, in ms; other processes may have added work. @default 1_000 */
  readonly pollMs?: number;
  /** Time that mails under way get to end when stopping, in ms. @default 5_000 */
  readonly stopGraceMs?: number;
}

/** Sends the outbox of mails: each at least once, or says why not. */
export function createMailWorker(
  deps: MailWorkerDeps,
  { concurrency = 4, leaseMs = 4_000, pollMs = 1_000, stopGraceMs = 5_000 }: MailWorkerOptions = {},
): WorkLoop {
  const { clock, log, store } = deps;
  const workerId = deps.ids.next('worker');
  return createWorkLoop({
    clock,
    log,
    worker: 'the mail worker',
    concurrency: () => concurrency,
    claim: ({ limit, now }) => store.claimDueMails({ workerId, now, leaseMs, limit }),
    renew: ({ mail, leaseToken }, until) =>
      store.renewMailLease({ mailId: mail.id, leaseToken }, until),
    work: (claimed, { breakingOff }) => sendMail(deps, claimed, breakingOff),
    onError(error, { mail }) {
      log.error({ err: error, mailId: mail.id, kind: mail.kind }, 'a mail could not be sent');
    },
    async nextDueAt(lookedAt) {
      const dueAt = await store.nextMailAt();
      // What was due already and could not be claimed is another worker's.
      return dueAt !== null && dueAt > lookedAt ? dueAt : null;
    },
    leaseMs,
    pollMs,
    stopGraceMs,
  });
}
