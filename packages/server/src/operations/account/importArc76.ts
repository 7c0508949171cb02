import {
  AppError,
  importArc76Answer,
  importArc76Request,
  importWarning,
  importWarningVersion,
  type ImportArc76Request,
  type ImportedAccount,
} from '@biatec-tokens/core';
import { assertNever } from '../../internal/assertNever.ts';
import type { Account, HeldAccount } from '../../ports/store/index.ts';
import { auditRefusal } from '../../services/auth/authAudit.ts';
import { newMail } from '../../services/mail/newMail.ts';
import type { RequestContext, SignedIn } from '../../trpc/context.ts';
import { idempotencyMismatch, markReplayed, readIdempotencyClaim } from '../../trpc/idempotency.ts';
import { sessionProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { describeAccount } from './describeAccount.ts';

/** Accounts that one organization may bring in. */
const importedMax = 20;

type OwnerContext = RequestContext & { readonly principal: SignedIn };

/**
 * Brings an account of ARC-76's email form in; it issues from now on.
 *
 * Of the email and password only the seed they lead to is kept, sealed like every account's key. Account, audit entry,
 * mail and the answer to the Idempotency-Key are stored in one transaction, so there is nothing between to die in.
 */
export const importArc76 = sessionProcedure
  .meta({
    summary: 'Bring an ARC-76 account of the email form in; it issues from now on',
    permission: 'account.import',
    dangerous: 'account.import_arc76',
    lasting: true,
    idempotent: 'itself',
  })
  .input(importArc76Request)
  .output(importArc76Answer)
  .mutation(async ({ ctx, input }) => {
    const { principal } = ctx;
    const sessionId = principal.session.id;
    return auditRefusal(ctx, { action: 'account.import_arc76', principal, sessionId }, async () => {
      if (input.acceptRisk !== true) throw riskNotAccepted();
      await ctx.deps.limiter.take([{ kind: 'accountImport', userId: principal.user.id }]);
      return bringIn(ctx, input);
    });
  });

async function bringIn(
  ctx: OwnerContext,
  { arc76, expectedAddress }: ImportArc76Request,
): Promise<ImportedAccount> {
  const { accountMaker, clock, store, wake } = ctx.deps;
  const { organization, user } = ctx.principal;
  const { email, password, slot = 0, saltEncoding = 'utf-8' } = arc76;
  const made = await accountMaker.importArc76(organization.id, {
    email,
    password,
    slot,
    saltEncoding,
  });
  const { address } = made;
  if (expectedAddress !== undefined && expectedAddress !== address) throw otherAddress();

  // The key is compared by the address they lead to: a hash of email and password could be guessed a million times faster.
  const compared = { address, slot, expectedAddress: expectedAddress ?? null };
  const claim = readIdempotencyClaim(ctx, 'account.importArc76', compared);
  const previous = await store.getIssuer(organization.id, 'avm');
  const account: Account = {
    ...made,
    organizationId: organization.id,
    family: 'avm',
    slot,
    createdAt: clock.now(),
  };
  const answer = toAnswer({ ...account, origin: 'imported', issuing: true }, previous);
  const told = { address, previous: previous.address };
  const outcome = await store.importAccount({
    account,
    importedMax,
    idempotency: claim,
    answer: Buffer.from(JSON.stringify(answer)),
    audit: auditEntryOf(ctx, 'account.import_arc76', account.id, {
      ...told,
      slot,
      acceptedWarning: importWarningVersion,
    }),
    mail: newMail(ctx, 'issuing-account', { user, facts: { how: 'imported', ...told } }),
  });
  switch (outcome.kind) {
    case 'mismatch':
      throw idempotencyMismatch();
    case 'replay':
      markReplayed(ctx);
      return importArc76Answer.parse(JSON.parse(Buffer.from(outcome.answer).toString('utf8')));
    case 'held':
      throw alreadyHeld(outcome.account);
    case 'limit':
      throw limitReached();
    case 'imported':
      wake.mails();
      return answer;
    default:
      return assertNever(outcome);
  }
}

function toAnswer(account: HeldAccount, previous: Account): ImportedAccount {
  return {
    success: true,
    account: describeAccount(account),
    previousAddress: previous.address,
    warning: importWarning,
  };
}

function riskNotAccepted(): AppError {
  return new AppError({
    code: 'ACCOUNT_RISK_NOT_ACCEPTED',
    message:
      'Cannot bring the account in: "acceptRisk" is not true, should be once you read the warning',
    details: { warning: importWarning },
  });
}

/** Does not tell the address that was found: it would let whoever reads the answer guess a mistyped password offline. */
function otherAddress(): AppError {
  return new AppError({
    code: 'ACCOUNT_ADDRESS_MISMATCH',
    message:
      'Cannot bring the account in: email, password and slot lead to another address than the expected one',
  });
}

function alreadyHeld({ id, address, issuing }: HeldAccount): AppError {
  return new AppError({
    code: 'ACCOUNT_ALREADY_HELD',
    message: `Cannot bring the account in: your organization has "${address}" already`,
    details: { accountId: id, address, issuing },
  });
}

function limitReached(): AppError {
  return new AppError({
    code: 'ACCOUNT_LIMIT',
    message: `Cannot bring the account in: your organization brought in ${importedMax}, as many as it may`,
    details: { limit: importedMax },
  });
}
