import type { Member, NewOrganization } from '../../ports/store/index.ts';
import { accountsOf } from '../../services/auth/accountsOf.ts';
import type { RequestContext, SignedIn } from '../../trpc/context.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { memberNotFound, requireDone } from './describeMember.ts';

/**
 * Takes a member out of the organization of the session.
 *
 * Who belongs to no other gets one of their own in the same transaction, as at registration: without any, nobody could
 * sign in again.
 *
 * @throws {AppError} MEMBER_NOT_FOUND, OWNER_REQUIRED, REGISTRATION_BUSY
 */
export async function takeOut(
  ctx: RequestContext & { readonly principal: SignedIn },
  userId: string,
  action: 'member.leave' | 'member.remove',
): Promise<void> {
  const { clock, store } = ctx.deps;
  const { organization } = ctx.principal;
  const removeMember = (ownOrganization?: NewOrganization) =>
    store.removeMember({
      organizationId: organization.id,
      userId,
      now: clock.now(),
      audit: auditEntryOf(ctx, action, userId),
      ...(ownOrganization === undefined ? {} : { ownOrganization }),
    });

  let outcome = await removeMember();
  if (outcome === 'last') {
    const member = await store.findMember(organization.id, userId);
    if (member === undefined) throw memberNotFound(userId);
    outcome = await removeMember(await makeOwnOrganization(ctx, member));
  }
  requireDone(outcome, userId);
}

async function makeOwnOrganization(
  ctx: RequestContext & { readonly principal: SignedIn },
  { userId, email, fullName }: Member,
): Promise<NewOrganization> {
  const { accountMaker, clock, defaultTier, ids } = ctx.deps;
  const id = ids.next('organization');
  const made = await accountMaker.make(id);
  const organization = {
    id,
    name: fullName ?? email,
    tier: defaultTier,
    createdAt: clock.now(),
  };
  return {
    organization,
    ownerId: userId,
    accounts: accountsOf(made, organization),
    sealedPhrase: made.sealedPhrase,
    audit: { ...auditEntryOf(ctx, 'organization.create', id), organizationId: id },
  };
}
