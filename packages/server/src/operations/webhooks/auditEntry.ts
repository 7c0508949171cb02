import type { AuditEntry } from '../../ports/store/audit.ts';
import type { AuthedContext } from './getOwnEndpoint.ts';

/** The line of the audit trail for something a user did to a webhook endpoint. */
export function auditEntryOf(
  ctx: AuthedContext,
  action: `webhook.${string}`,
  endpointId: string,
  details: AuditEntry['details'] = {},
): AuditEntry {
  return {
    id: ctx.deps.ids.next('audit'),
    at: ctx.deps.clock.now(),
    actor: ctx.principal.user.id,
    organizationId: ctx.principal.organization.id,
    correlationId: ctx.correlationId,
    ip: ctx.ip,
    userAgent: ctx.userAgent,
    action,
    target: endpointId,
    outcome: 'success',
    errorCode: null,
    details,
  };
}
