import { listAccountsAnswer } from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';
import { describeAccount } from './describeAccount.ts';

/** Every account that the server holds for the organization: those made here, then those brought in. */
export const list = authedProcedure
  .meta({
    summary: 'List the accounts of your organization, and which of them issue',
    permission: 'profile.read',
  })
  .output(listAccountsAnswer)
  .query(async ({ ctx }) => {
    const accounts = await ctx.deps.store.listAccounts(ctx.principal.organization.id);
    return { success: true as const, items: accounts.map(describeAccount) };
  });
