import { createHash, randomBytes } from 'node:crypto';
import type { MailKind, MailToken, NewMail, User } from '../../ports/store/index.ts';
import type { RequestContext } from '../../trpc/context.ts';
import { mailTokenSubject } from './mailTokenSubject.ts';

/** How long the links in mails work. */
export const linkLifeMs: Readonly<Record<MailToken['purpose'], number>> = {
  'email-verification': 24 * 60 * 60 * 1_000,
  'password-reset': 30 * 60 * 1_000,
};

/** Links of one user and purpose that may work at once; asking for more sends nothing, so that nobody floods a mailbox. */
export const liveLinksMax = 3;

const tokenBytes = 32;

type Reader = Pick<User, 'id' | 'email' | 'emailVerifiedAt'>;
type LinkReader = Omit<Reader, 'emailVerifiedAt'>;
type Facts = NewMail['facts'];

/**
 * A mail to a user about what this request does. Stores nothing.
 *
 * What a program calls itself is anything its user likes, so it goes only to who has confirmed the address.
 */
export function newMail(
  { deps, ip, userAgent }: RequestContext,
  kind: MailKind,
  { user, facts = {} }: { readonly user: Reader; readonly facts?: Facts },
): NewMail {
  return {
    id: deps.ids.next('mail'),
    kind,
    userId: user.id,
    to: user.email,
    facts: { ip, userAgent: user.emailVerifiedAt === null ? null : userAgent, ...facts },
    sealedToken: null,
    expiresAt: null,
    createdAt: deps.clock.now(),
  };
}

/** A mail with a link that works once, and what is stored of the link's secret. Stores nothing. */
export async function newLinkMail(
  ctx: RequestContext,
  purpose: MailToken['purpose'],
  user: LinkReader,
): Promise<{ readonly token: MailToken; readonly mail: NewMail }> {
  // Whoever asks for a link is not known, so no words of theirs go into the mail.
  const mail = newMail(ctx, purpose, { user: { ...user, emailVerifiedAt: null } });
  const { hash, sealedToken } = await newLinkSecret(ctx, mail.id);
  const expiresAt = new Date(mail.createdAt.getTime() + linkLifeMs[purpose]);
  return {
    token: {
      hash,
      purpose,
      userId: user.id,
      email: user.email,
      createdAt: mail.createdAt,
      expiresAt,
    },
    mail: { ...mail, sealedToken, expiresAt },
  };
}

/** The secret of a mail's link, in the forms that are stored. */
export async function newLinkSecret(
  { deps }: Pick<RequestContext, 'deps'>,
  mailId: string,
): Promise<{ readonly hash: string; readonly sealedToken: Uint8Array }> {
  const secret = randomBytes(tokenBytes);
  const text = Buffer.from(secret.toString('base64url'));
  const sealedToken = await deps.vault.seal(mailTokenSubject(mailId), text);
  const hash = hashMailToken(text.toString());
  secret.fill(0);
  text.fill(0);
  return { hash, sealedToken };
}

/** SHA-256, hex: what is stored of a link's secret. */
export function hashMailToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
