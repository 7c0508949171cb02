import { accountAnswer, AppError, chooseIssuingRequest } from '@biatec-tokens/core';
import { newMail } from '../../services/mail/newMail.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeAccount } from './describeAccount.ts';

/** Lets another account of the organization issue what is new; what was accepted before stays with the one it was accepted for. */
export const chooseIssuing = sessionProcedure
  .meta({
    summary: 'Choose which account of a chain family issues from now on',
    permission: 'account.import',
    dangerous: 'account.issuing',
    idempotent: true,
  })
  .input(chooseIssuingRequest)
  .output(accountAnswer)
  .mutation(async ({ ctx, input: { accountId } }) => {
    const { store, wake } = ctx.deps;
    const { organization, user } = ctx.principal;
    const accounts = await store.listAccounts(organization.id);
    const wanted = accounts.find(({ id }) => id === accountId);
    if (wanted === undefined) throw accountNotFound(accountId);
    const issuer = accounts.find(({ family, issuing }) => family === wanted.family && issuing);
    const told = { address: wanted.address, previous: issuer?.address ?? null };
    const chosen = await store.chooseIssuer({
      organizationId: organization.id,
      accountId,
      audit: auditEntryOf(ctx, 'account.issuing', accountId, told),
      mail: newMail(ctx, 'issuing-account', { user, facts: { how: 'chosen', ...told } }),
    });
    if (chosen === undefined) throw accountNotFound(accountId);
    wake.mails();
    return { success: true as const, account: describeAccount(chosen) };
  });

function accountNotFound(accountId: string): AppError {
  return new AppError({
    code: 'ACCOUNT_NOT_FOUND',
    message: `Cannot find account "${accountId}" in your organization`,
  });
}
