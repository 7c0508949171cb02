import type { Credentials } from '../internal/credentials.ts';
import { listAll } from '../internal/listAll.ts';
import type { Transport } from '../internal/transport.ts';
import type {
  AcceptInvitationRequest,
  CreateInvitationRequest,
  Invitation,
  InvitationAnswer,
} from '../types/invitation.ts';
import type { RequestOptions } from '../types/options.ts';
import type { Page, PageRequest } from '../types/page.ts';
import type { ProvenOptions } from '../types/security.ts';
import type { Session } from '../types/session.ts';

const path = 'api/v1/invitations';

/** Asking people into the organization, by mail. */
export interface InvitationsResource {
  /**
   * Invites somebody; a pending invitation to the same address is replaced.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED` without proof of who asks, or `EMAIL_NOT_VERIFIED` before `auth.verifyEmail`.
   * @throws {ConflictError} `MEMBER_ALREADY_EXISTS`.
   * @throws {SubscriptionLimitError} If the plan has no room for one more.
   */
  create(request: CreateInvitationRequest, options?: RequestOptions): Promise<InvitationAnswer>;
  /** Gets one page of invitations, newest first, with those that are settled. */
  list(request?: PageRequest, options?: RequestOptions): Promise<Page<Invitation>>;
  /** Yields every invitation, asking for each page when it is needed. */
  listAll(request?: PageRequest, options?: RequestOptions): AsyncGenerator<Invitation, void>;
  /**
   * Sends a pending one again, in your name and with a new link.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED` without proof of who asks, or `EMAIL_NOT_VERIFIED` before `auth.verifyEmail`.
   * @throws {NotFoundError} If it is settled.
   * @throws {SubscriptionLimitError} If the plan has no room for it any more.
   */
  resend(invitationId: string, options?: ProvenOptions): Promise<InvitationAnswer>;
  /** Takes a pending one back. @throws {NotFoundError} If it is settled. */
  revoke(invitationId: string, options?: RequestOptions): Promise<InvitationAnswer>;
  /**
   * Joins the organization of a mailed invitation, and goes on there; the session is replaced.
   *
   * @throws {ValidationError} `INVITATION_INVALID`, also for a user of another address.
   * @throws {SubscriptionLimitError} If the organization's plan has no room any more; the invitation stays open.
   */
  accept(request: AcceptInvitationRequest, options?: RequestOptions): Promise<Session>;
}

export function createInvitations(
  transport: Transport,
  credentials: Credentials,
): InvitationsResource {
  const pathOf = (invitationId: string) => `${path}/${encodeURIComponent(invitationId)}`;

  const list = (query?: PageRequest, options?: RequestOptions) =>
    transport.send<Page<Invitation>>(
      { name: 'list invitations', kind: 'session', method: 'GET', path, query },
      options,
    );

  return {
    create: (body, options) =>
      transport.send({ name: 'invite', kind: 'keyed', method: 'POST', path, body }, options),
    list,
    listAll: (request = {}, options) => listAll((page) => list(page, options), request),
    resend: (invitationId, options) =>
      transport.send(
        {
          name: 'resend an invitation',
          kind: 'session',
          method: 'POST',
          path: `${pathOf(invitationId)}/resend`,
          body: { ...options?.proof },
          repeat: 'unless-sent',
        },
        options,
      ),
    revoke: (invitationId, options) =>
      transport.send(
        {
          name: 'revoke an invitation',
          kind: 'keyed',
          method: 'DELETE',
          path: pathOf(invitationId),
        },
        options,
      ),
    async accept(body, options) {
      const session = await transport.send<Session>(
        {
          name: 'accept an invitation',
          kind: 'session',
          method: 'POST',
          path: `${path}/accept`,
          body,
          repeat: 'unless-sent',
        },
        options,
      );
      await credentials.setSession(session);
      return session;
    },
  };
}
