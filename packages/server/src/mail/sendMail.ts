import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { MailAnswer, Mailer } from '../ports/mailer.ts';
import type { ClaimedMail, Mail, MailOutcome, Store } from '../ports/store/index.ts';
import type { Vault } from '../ports/vault.ts';
import { assertNever } from '../internal/assertNever.ts';
import { mailTokenSubject } from '../services/mail/mailTokenSubject.ts';
import { renderMail } from './renderMail.ts';
import { retryDelayMs } from './schedule.ts';

/** What sending uses. */
export interface SendMailDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly mailer: Pick<Mailer, 'send'>;
  readonly store: Pick<Store, 'settleMail'>;
  readonly vault: Pick<Vault, 'open'>;
  /** Random number from 0 to 1, to spread the retries. */
  readonly random: () => number;
  readonly publicUrl: () => string;
  /** Part of every Message-ID after the @. */
  readonly domain: string;
}

/**
 * Makes one try at a claimed mail and settles it.
 *
 * A process that ends between sending and settling leaves the lease behind: the same mail is sent again when it runs out,
 * with the same Message-ID.
 */
export async function sendMail(
  deps: SendMailDeps,
  { mail, leaseToken }: ClaimedMail,
  signal: AbortSignal,
): Promise<void> {
  const settle = (outcome: MailOutcome) => {
    if (outcome.kind === 'parked')
      deps.log.warn(
        { mailId: mail.id, kind: mail.kind, reason: outcome.error },
        'a mail was parked',
      );
    return deps.store.settleMail({ mailId: mail.id, leaseToken, outcome, now: deps.clock.now() });
  };
  if (isExpired(mail, deps.clock.now())) return settle(expired(mail));
  const answer = await deps.mailer.send(await write(deps, mail), signal);
  // Broken off by ourselves: that says nothing about the mail server, so it costs no try.
  if (answer.kind === 'failed' && signal.aborted) return;
  await settle(judge(answer, mail, { now: deps.clock.now(), spread: deps.random() }));
}

async function write(deps: SendMailDeps, mail: Mail) {
  const { publicUrl, domain, vault } = deps;
  const opened =
    mail.sealedToken === null
      ? null
      : await vault.open(mailTokenSubject(mail.id), mail.sealedToken);
  const token = opened === null ? null : Buffer.from(opened).toString();
  opened?.fill(0);
  return renderMail(mail, { publicUrl: publicUrl(), domain, token });
}

function judge(
  answer: MailAnswer,
  mail: Mail,
  { now, spread }: { readonly now: Date; readonly spread: number },
): MailOutcome {
  switch (answer.kind) {
    case 'taken':
      return { kind: 'sent' };
    case 'refused':
      return { kind: 'parked', error: answer.reason };
    case 'failed': {
      const delayMs = retryDelayMs(mail.attempts + 1, spread);
      if (delayMs === undefined) return { kind: 'parked', error: answer.reason };
      return { kind: 'retry', at: new Date(now.getTime() + delayMs), error: answer.reason };
    }
    default:
      return assertNever(answer);
  }
}

function isExpired({ expiresAt }: Mail, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function expired({ lastError }: Mail): MailOutcome {
  const why = lastError === null ? '' : `; the last try: ${lastError}`;
  return { kind: 'parked', error: `its link expired before it could be sent${why}` };
}
