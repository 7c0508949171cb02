import { listOrganizationsAnswer } from '@biatec-tokens/core';
import { sessionProcedure } from '../../trpc/init.ts';
import { describeOrganization } from './describeOrganization.ts';

/** Every organization of the signed-in user. */
export const list = sessionProcedure
  .meta({ summary: 'List your organizations', permission: 'organizations.choose' })
  .output(listOrganizationsAnswer)
  .query(async ({ ctx }) => {
    const { organization, user } = ctx.principal;
    const found = await ctx.deps.store.listOrganizations(user.id);
    return {
      success: true as const,
      items: found.map((membership) => describeOrganization(membership, organization.id)),
    };
  });
