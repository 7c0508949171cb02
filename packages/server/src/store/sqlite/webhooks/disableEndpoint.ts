import { and, eq } from 'drizzle-orm';
import type { AppendAudit } from '../audit.ts';
import type { EnqueueMail } from '../mails.ts';
import { endpoints, memberships, users } from '../schema.ts';
import type { Session } from '../session.ts';

/** Disables an endpoint, and tells the owner of its organization why, in the caller's transaction. */
export type DisableEndpoint = (
  endpointId: string,
  why: { readonly reason: string; readonly now: Date },
) => void;

export function createDisableEndpoint(
  { db, ids }: Session,
  { appendAudit, enqueueMail }: { appendAudit: AppendAudit; enqueueMail: EnqueueMail },
): DisableEndpoint {
  return (endpointId, { reason, now }) => {
    const [disabled] = db
      .update(endpoints)
      .set({ status: 'disabled', disabledReason: reason, updatedAt: now })
      // Of several calls under way at once each may find out; the first one tells.
      .where(and(eq(endpoints.id, endpointId), eq(endpoints.status, 'enabled')))
      .returning()
      .all();
    if (disabled === undefined) return;
    const { organizationId, url } = disabled;
    appendAudit({
      id: ids.next('audit'),
      at: now,
      actor: 'system',
      organizationId,
      correlationId: null,
      ip: null,
      userAgent: null,
      action: 'webhook.disable',
      target: endpointId,
      outcome: 'success',
      errorCode: null,
      details: { reason },
    });
    const owner = ownerOf(organizationId);
    if (owner === undefined) return;
    enqueueMail({
      id: ids.next('mail'),
      kind: 'webhook-disabled',
      userId: owner.id,
      to: owner.email,
      // Of the URL the host alone, for its path may be a secret; and no words of who uses an address that is not confirmed.
      facts: { endpointId, host: owner.isConfirmed ? new URL(url).host : null, reason },
      sealedToken: null,
      expiresAt: null,
      createdAt: now,
    });
  };

  function ownerOf(organizationId: string) {
    const found = db
      .select({ id: users.id, email: users.email, emailVerifiedAt: users.emailVerifiedAt })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          eq(memberships.organizationId, organizationId),
          eq(memberships.role, 'owner'),
          eq(users.status, 'active'),
        ),
      )
      .get();
    return found && { ...found, isConfirmed: found.emailVerifiedAt !== null };
  }
}
