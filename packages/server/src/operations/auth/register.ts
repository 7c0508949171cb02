import {
  AppError,
  sessionAnswer,
  type RegisterRequest,
  type SessionAnswer,
} from '@biatec-tokens/core';
import type { Organization, Principal, User } from '../../ports/store/index.ts';
import { accountsOf } from '../../services/auth/accountsOf.ts';
import { auditOf, refuse } from '../../services/auth/authAudit.ts';
import { answerSession, newSession } from '../../services/auth/newSession.ts';
import { newLinkMail } from '../../services/mail/newMail.ts';
import type { RequestContext } from '../../trpc/context.ts';
import { publicProcedure } from '../../trpc/init.ts';
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
  const { accountMaker, clock, ids, passwordHasher, store } = ctx.deps;
  // Asked first, for what follows is dear; the store decides again when it registers.
  if ((await store.findUserByEmail(input.email)) !== undefined) throw emailTaken();

  const organizationId = ids.next('organization');
  // One after the other: who is told to come back later costs no hash, and no sign-in waits behind many of them.
  const made = await accountMaker.make(organizationId);
  const passwordHash = await passwordHasher.hash(input.password);

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
  const principal: Principal = {
    user,
    organization,
    role: 'owner',
    algorandAddress: made.avm.address,
    evmAddress: made.evm.address,
  };
  const { session, refreshToken, refreshTokenText } = newSession(ctx, principal);
  const registered = await store.registerUser({
    user,
    organization,
    accounts: accountsOf(made, organization),
    sealedPhrase: made.sealedPhrase,
    session,
    refreshToken,
    audit: auditOf(ctx, { action: 'auth.register', principal, sessionId: session.id }),
    verification: await newLinkMail(ctx, 'email-verification', user),
  });
  if (!registered.ok) throw emailTaken();
  ctx.deps.wake.mails();
  return answerSession(ctx, principal, { sessionId: session.id, refreshToken: refreshTokenText });
}

function emailTaken(): AppError {
  return new AppError({
    code: 'USER_ALREADY_EXISTS',
    message: 'Cannot register: a user with this email exists',
  });
}
