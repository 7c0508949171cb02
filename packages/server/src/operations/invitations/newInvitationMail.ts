import type { AssignableRole } from '@biatec-tokens/core';
import type { NewMail } from '../../ports/store/index.ts';
import { addressNotConfirmed } from '../../services/auth/confirmedAddress.ts';
import { newLinkSecret } from '../../services/mail/newMail.ts';
import type { RequestContext, RequestPrincipal } from '../../trpc/context.ts';

/** How long an invitation can be accepted: 7 days. */
const invitationMs = 7 * 24 * 60 * 60 * 1_000;

/**
 * The mail of an invitation, and what is stored of the secret in its link. Stores nothing.
 *
 * It names the inviter by their address, which they proved to be theirs, and not the organization: that name is anything
 * its owner likes.
 *
 * @throws {AppError} EMAIL_NOT_VERIFIED: nobody invites in the name of an address that is not theirs
 */
export async function newInvitationMail(
  ctx: RequestContext & { readonly principal: RequestPrincipal },
  { email, role }: { readonly email: string; readonly role: AssignableRole },
): Promise<{ readonly mail: NewMail; readonly hash: string; readonly expiresAt: Date }> {
  const { user } = ctx.principal;
  if (user.emailVerifiedAt === null) throw addressNotConfirmed('invite');
  const { clock, ids } = ctx.deps;
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + invitationMs);
  const id = ids.next('mail');
  const { hash, sealedToken } = await newLinkSecret(ctx, id);
  const mail: NewMail = {
    id,
    kind: 'invitation',
    userId: null,
    to: email,
    facts: { inviter: user.email, role },
    sealedToken,
    expiresAt,
    createdAt,
  };
  return { mail, hash, expiresAt };
}
