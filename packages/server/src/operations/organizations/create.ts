import { AppError, createOrganizationRequest, organizationAnswer } from '@biatec-tokens/core';
import type { Organization } from '../../ports/store/index.ts';
import { accountsOf } from '../../services/auth/accountsOf.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeOrganization } from './describeOrganization.ts';

/** Organizations that one user may own. */
const ownedMax = 20;

/** Founds an organization with accounts of its own; who founds it owns it. The session stays where it is. */
export const create = sessionProcedure
  .meta({
    summary: 'Found an organization with accounts of its own',
    permission: 'organizations.choose',
    idempotent: true,
    guessable: true,
  })
  .input(createOrganizationRequest)
  .output(organizationAnswer)
  .mutation(async ({ ctx, input }) => {
    const { accountMaker, clock, ids, store } = ctx.deps;
    const { user } = ctx.principal;
    // The store decides; asked first, for a derivation is too dear to be made for who owns too many already.
    const memberships = await store.listOrganizations(user.id);
    if (memberships.filter(({ role }) => role === 'owner').length >= ownedMax) throw limitReached();
    const id = ids.next('organization');
    const made = await accountMaker.make(id);
    const organization: Organization = {
      id,
      name: input.name,
      tier: ctx.deps.defaultTier,
      createdAt: clock.now(),
    };
    const created = await store.createOrganization(
      {
        organization,
        ownerId: user.id,
        accounts: accountsOf(made, organization),
        sealedPhrase: made.sealedPhrase,
        audit: { ...auditEntryOf(ctx, 'organization.create', id), organizationId: id },
      },
      ownedMax,
    );
    if (!created) throw limitReached();
    const { address: algorandAddress } = made.avm;
    const { address: evmAddress } = made.evm;
    const membership = { organization, role: 'owner', algorandAddress, evmAddress } as const;
    return {
      success: true as const,
      ...describeOrganization(membership, ctx.principal.organization.id),
    };
  });

function limitReached(): AppError {
  return new AppError({
    code: 'ORGANIZATION_LIMIT',
    message: `Cannot found the organization: you own ${ownedMax}, as many as one user may`,
    details: { limit: ownedMax },
  });
}
