import { createHash } from 'node:crypto';
import { AppError } from '@biatec-tokens/core';
import type { AuditEntry } from '../../ports/store/audit.ts';
import type { Principal } from '../../ports/store/users.ts';
import type { RequestContext } from '../../trpc/context.ts';

/** What happened in one auth event, and to whom as far as that is known. */
export interface AuthEvent {
  readonly action:
    | 'auth.register'
    | 'auth.login'
    | 'auth.refresh'
    | 'auth.logout'
    | 'auth.change_password'
    | 'auth.forgot_password'
    | 'auth.reset_password'
    | 'auth.verify_email'
    | 'auth.resend_verification'
    | 'auth.step_up'
    | 'auth.second_factor.enrol'
    | 'auth.second_factor.confirm'
    | 'auth.second_factor.disable'
    | 'auth.second_factor.recovery_codes'
    | 'auth.session.revoke'
    | 'auth.sessions.revoke_all'
    | 'security.account_locked'
    | 'security.policy'
    | 'invitation.create'
    | 'invitation.resend'
    | 'member.change_role'
    | 'member.remove'
    | 'ownership.transfer'
    | 'api_key.create'
    | 'account.export'
    | 'account.import_arc76'
    | 'account.issuing'
    | 'account.notifications';
  /** @default nobody known */
  readonly principal?: Pick<Principal, 'user' | 'organization'> | undefined;
  /** Id of the session it is about. */
  readonly sessionId?: string;
  /** Only for who is not known: its hash is kept, for strangers' addresses are not ours to keep. */
  readonly email?: string;
  /** Why it failed. @default it succeeded */
  readonly error?: AppError;
}

/** Actor of events of people who are not, or not yet, known. */
const anonymous = 'anonymous';

/** The line of the audit trail for an auth event. */
export function auditOf(ctx: RequestContext, event: AuthEvent): AuditEntry {
  const { action, principal, sessionId, email, error } = event;
  return {
    id: ctx.deps.ids.next('audit'),
    at: ctx.deps.clock.now(),
    actor: principal?.user.id ?? anonymous,
    organizationId: principal?.organization.id ?? null,
    correlationId: ctx.correlationId,
    ip: ctx.ip,
    userAgent: ctx.userAgent,
    action,
    target: sessionId ?? principal?.user.id ?? null,
    outcome: error === undefined ? 'success' : 'failure',
    errorCode: error?.code ?? null,
    details: principal === undefined && email !== undefined ? { emailSha256: hashOf(email) } : {},
  };
}

/** Appends a failed auth event, then throws its error. */
export async function refuse(
  ctx: RequestContext,
  event: AuthEvent & { readonly error: AppError },
): Promise<never> {
  await ctx.deps.store.appendAudit(auditOf(ctx, event));
  throw event.error;
}

/** Does the work; an error of the catalogue that ends it becomes a line of the trail first. */
export async function auditRefusal<Result>(
  ctx: RequestContext,
  event: AuthEvent,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return refuse(ctx, { ...event, error });
  }
}

function hashOf(email: string): string {
  return createHash('sha256').update(email).digest('hex');
}
