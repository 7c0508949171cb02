import {
  AppError,
  sessionAnswer,
  type RegisterRequest,
  type SessionAnswer,
} from '@biatec-tokens/core';
import { assertNever } from '../../internal/assertNever.ts';
import { clientNetwork } from '../../internal/clientNetwork.ts';
import type {
  AuditEntry,
  Invitation,
  Organization,
  Principal,
  User,
} from '../../ports/store/index.ts';
import { accountsOf } from '../../services/auth/accountsOf.ts';
import { auditOf, refuse } from '../../services/auth/authAudit.ts';
import { answerSession, newSession } from '../../services/auth/newSession.ts';
import type { Limited } from '../../services/limits/createLimiter.ts';
import { hashMailToken, newLinkMail } from '../../services/mail/newMail.ts';
import type { RequestContext } from '../../trpc/context.ts';
import { publicProcedure } from '../../trpc/init.ts';
import { noRoomToJoin } from '../invitations/noRoom.ts';
import { checkTerms, consentOf } from './consent.ts';
import { registerInput } from './registerInput.ts';

/** Registers a user with an organization of their own and one account per chain family, and signs them in. */
export const register = publicProcedure
  .meta({
    summary: 'Register with an email and a password',
    permission: 'anyone',
    guessable: true,
  })
  .input(registerInput)
  .output(sessionAnswer)
  .mutation(async ({ ctx, input }) => {
    try {
      return await registerNew(ctx, input);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return refuse(ctx, { action: 'auth.register', email: input.email, error });
    }
  });

async function registerNew(ctx: RequestContext, input: RegisterRequest): Promise<SessionAnswer> {
  const { accountMaker, clock, ids, limiter, passwordHasher, store, wake } = ctx.deps;
  const terms = checkTerms(ctx, input.acceptedTerms);
  // Before it is looked whose the address is: beyond the limit every address gets the same answer.
  await limiter.take([alreadyRegistered(ctx)], 0);
  // Asked first, for what follows is dear; the store decides again when it registers.
  if ((await store.findUserByEmail(input.email)) !== undefined) {
    throw await emailTaken(ctx);
  }
  const invited = await findInvitation(ctx, input);

  const organizationId = ids.next('organization');
  // Who is told to come back later costs no hash, and no sign-in waits behind the hashes of those who wait.
  const [made, passwordHash] = await accountMaker.makeBeside(organizationId, () =>
    passwordHasher.hash(input.password),
  );

  const createdAt = clock.now();
  const user: User = {
    id: ids.guid(),
    email: input.email,
    fullName: input.fullName ?? null,
    passwordHash,
    status: 'active',
    createdAt,
    emailVerifiedAt: null,
  };
  const organization: Organization = {
    id: organizationId,
    name: input.fullName ?? input.email,
    tier: ctx.deps.defaultTier,
    createdAt,
  };
  const own: Principal = {
    user,
    organization,
    role: 'owner',
    algorandAddress: made.avm.address,
    evmAddress: made.evm.address,
  };
  const opened = newSession(ctx, {
    user,
    organization: { ...organization, id: invited?.organizationId ?? organizationId },
  });
  const audit: AuditEntry = {
    ...auditOf(ctx, { action: 'auth.register', principal: own, sessionId: opened.session.id }),
    details: terms === null ? {} : { acceptedTerms: terms.version },
  };
  const registered = await store.registerUser({
    user,
    organization,
    accounts: accountsOf(made, organization),
    sealedPhrase: made.sealedPhrase,
    session: opened.session,
    refreshToken: opened.refreshToken,
    audit,
    ...(terms === null
      ? {}
      : { consent: consentOf(ctx, terms, { userId: user.id, at: createdAt }) }),
    // The secret of an invitation came by mail and proves the address as well.
    ...(invited === undefined
      ? { verification: await newLinkMail(ctx, 'email-verification', user) }
      : { joins: { hash: invited.hash, audit: joined(ctx, audit, invited) } }),
  });
  if (!registered.ok) throw await refusalOf(ctx, registered.reason);
  wake.mails();
  const principal =
    invited === undefined ? own : await store.findMembership(user.id, invited.organizationId);
  // Somebody removed them in the same moment.
  if (principal === undefined) throw invitationVoid();
  return answerSession(ctx, principal, {
    sessionId: opened.session.id,
    refreshToken: opened.refreshTokenText,
  });
}

/** What the new user is invited to; nobody is registered with an invitation that is none. */
async function findInvitation(
  { deps: { clock, store } }: RequestContext,
  { email, invitationToken }: RegisterRequest,
): Promise<Invitation | undefined> {
  if (invitationToken === undefined) return undefined;
  const hash = hashMailToken(invitationToken);
  const found = await store.findInvitationTo({ hash, email, now: clock.now() });
  if (found === undefined) throw invitationVoid();
  return found;
}

/** The line of audit in the organization that invited. */
function joined(ctx: RequestContext, registered: AuditEntry, invited: Invitation): AuditEntry {
  return {
    ...registered,
    id: ctx.deps.ids.next('audit'),
    organizationId: invited.organizationId,
    action: 'invitation.accept',
    target: invited.id,
    details: { role: invited.role },
  };
}

async function refusalOf(
  ctx: RequestContext,
  reason: 'EMAIL_TAKEN' | 'INVITATION_VOID' | 'INVITATION_NO_ROOM',
): Promise<AppError> {
  switch (reason) {
    case 'EMAIL_TAKEN':
      return emailTaken(ctx);
    case 'INVITATION_VOID':
      return invitationVoid();
    case 'INVITATION_NO_ROOM':
      return noRoomToJoin('register with');
    default:
      return assertNever(reason);
  }
}

/** Tells of a user, and is counted. @throws {RateLimitExceededError} instead, when that was told often enough */
async function emailTaken(ctx: RequestContext): Promise<AppError> {
  await ctx.deps.limiter.take([alreadyRegistered(ctx)]);
  return new AppError({
    code: 'USER_ALREADY_EXISTS',
    message: 'Cannot register: a user with this email exists',
  });
}

function alreadyRegistered({ ip }: RequestContext): Limited {
  return { kind: 'alreadyRegistered', client: clientNetwork(ip) };
}

function invitationVoid(): AppError {
  return new AppError({
    code: 'INVITATION_INVALID',
    message:
      'Cannot register with the invitation: it was used, taken back or has expired, or is for another email address',
    guidance: 'Register with the address that the mail came to, or without the invitation.',
  });
}
