import type { AuditEntry } from '../ports/store/audit.ts';
import { actorOf } from '../services/auth/actorOf.ts';
import type { RequestContext, RequestPrincipal } from '../trpc/context.ts';

/** The line of the audit trail for something that was done to a thing of the organization. */
export function auditEntryOf(
  ctx: RequestContext & { readonly principal: RequestPrincipal },
  action: `${string}.${string}`,
  target: string,
  details: AuditEntry['details'] = {},
): AuditEntry {
  return {
    id: ctx.deps.ids.next('audit'),
    at: ctx.deps.clock.now(),
    actor: actorOf(ctx.principal),
    organizationId: ctx.principal.organization.id,
    correlationId: ctx.correlationId,
    ip: ctx.ip,
    userAgent: ctx.userAgent,
    action,
    target,
    outcome: 'success',
    errorCode: null,
    details,
  };
}
