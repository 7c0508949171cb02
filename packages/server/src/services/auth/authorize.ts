import { AppError, findRefusal, type Permission } from '@biatec-tokens/core';
import type { RequestContext, RequestPrincipal } from '../../trpc/context.ts';

/** What somebody is about to do. */
export interface Intent {
  readonly principal: RequestPrincipal;
  readonly permission: Permission;
  /** Name of the operation: `tokens.issue`. */
  readonly operation: string;
  /** Whether it would change something; refused tries of that are kept in the audit trail. */
  readonly changes: boolean;
}

/**
 * Lets through who has the permission.
 *
 * @throws {AppError} FORBIDDEN
 */
export async function authorize(
  ctx: RequestContext,
  { principal, permission, operation, changes }: Intent,
): Promise<void> {
  const { organization, role, user } = principal;
  const refusal = findRefusal(permission, { role, scopes: null });
  if (refusal === null) return;
  const error = forbidden(operation, role, refusal.reason === 'role' ? refusal.needed : []);
  if (changes) {
    const { clock, ids, store } = ctx.deps;
    await store.appendAudit({
      id: ids.next('audit'),
      at: clock.now(),
      actor: user.id,
      organizationId: organization.id,
      correlationId: ctx.correlationId,
      ip: ctx.ip,
      userAgent: ctx.userAgent,
      action: operation,
      target: null,
      outcome: 'failure',
      errorCode: error.code,
      details: { permission, role },
    });
  }
  throw error;
}

function forbidden(operation: string, role: string, needed: readonly string[]): AppError {
  const quoted = needed.map((name) => `"${name}"`).join(', ');
  return new AppError({
    code: 'FORBIDDEN',
    message: `Cannot call ${operation}: your role is "${role}", should be one of ${quoted}`,
  });
}
