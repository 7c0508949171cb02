import { AppError, exportAccountAnswer, exportAccountRequest } from '@biatec-tokens/core';
import type { ChainFamily, HeldAccount } from '../../ports/store/index.ts';
import { auditOf, auditRefusal } from '../../services/auth/authAudit.ts';
import { newMail } from '../../services/mail/newMail.ts';
import { sessionProcedure } from '../../trpc/init.ts';

/**
 * Hands the 24 words of the organization's own accounts to its owner, who proves password and second factor once more.
 *
 * The audit entry and a mail are stored before the words are opened. No idempotency key is honoured: the answer is kept nowhere.
 */
export const exportAccount = sessionProcedure
  .meta({
    summary: 'Take the accounts along: the 24 words they are derived from',
    permission: 'account.export',
    dangerous: 'account.export',
    lasting: true,
  })
  .input(exportAccountRequest.optional())
  .output(exportAccountAnswer)
  .mutation(async ({ ctx }) => {
    const { limiter, phrases, store } = ctx.deps;
    const { user, organization } = ctx.principal;
    const event = {
      action: 'account.export',
      principal: ctx.principal,
      sessionId: ctx.principal.session.id,
    } as const;
    await auditRefusal(ctx, event, () =>
      limiter.take([{ kind: 'accountExport', userId: user.id }]),
    );
    const accounts = await store.listAccounts(organization.id);
    const { algorandAddress, evmAddress, notOpened } = sortOut(accounts);
    await store.appendAuditWithMail(
      auditOf(ctx, event),
      newMail(ctx, 'account-exported', { user }),
    );
    ctx.deps.wake.mails();
    using words = await phrases.reveal(organization.id);
    return {
      success: true,
      mnemonic: Buffer.from(words.reveal()).toString(),
      algorandAddress,
      evmAddress,
      notOpened,
      opensIn: [
        "Any wallet with BIP-39 and BIP-44: the EVM account is m/44'/60'/0'/0/0",
        'Any wallet with ARC-76: the Algorand, VOI and Aramid account is the password form of the words, slot 0',
      ],
      risks: [
        'Whoever reads these words controls every token and coin of both accounts, for ever',
        'A password change or the end of your sessions does not make them worthless',
        'This server goes on signing with the same accounts',
      ],
    };
  });

/** The words open what was made of them, and nothing that was brought in. */
function sortOut(accounts: readonly HeldAccount[]) {
  const opened = accounts.filter(({ origin }) => origin === 'created');
  const addressOf = (wanted: ChainFamily) => {
    const account = opened.find(({ family }) => family === wanted);
    if (account === undefined)
      throw new AppError({
        code: 'ACCOUNT_NOT_READY',
        message: `Cannot export: the organization has no account of the family "${wanted}" yet`,
      });
    return account.address;
  };
  return {
    algorandAddress: addressOf('avm'),
    evmAddress: addressOf('evm'),
    notOpened: accounts.filter(({ origin }) => origin === 'imported').map(({ address }) => address),
  };
}
