import type { Credentials } from '../internal/credentials.ts';
import { listAll } from '../internal/listAll.ts';
import type { Transport } from '../internal/transport.ts';
import type { RequestOptions } from '../types/options.ts';
import type { AssignableRole, Member, MemberAnswer } from '../types/organization.ts';
import type { Page, PageRequest } from '../types/page.ts';
import type { ProvenOptions } from '../types/security.ts';
import type { Done } from '../types/webhook.ts';

const path = 'api/v1/members';

/** Who belongs to the organization of the session, and what they may do there. */
export interface MembersResource {
  /** Gets one page of members, in the order in which they joined. */
  list(request?: PageRequest, options?: RequestOptions): Promise<Page<Member>>;
  /** Yields every member, asking for each page when it is needed. */
  listAll(request?: PageRequest, options?: RequestOptions): AsyncGenerator<Member, void>;
  /**
   * Gives a member another role, within a second everywhere.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED` without proof of who asks.
   * @throws {ConflictError} `OWNER_REQUIRED` for the owner, whom only `transferOwnership` changes.
   */
  changeRole(userId: string, role: AssignableRole, options?: ProvenOptions): Promise<MemberAnswer>;
  /**
   * Removes a member; their sessions there and their API keys are void within a second. Whoever belongs to no other
   * organization gets one of their own.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED` without proof of who asks.
   */
  remove(userId: string, options?: ProvenOptions): Promise<Done>;
  /** Leaves the organization. The session ends: sign in again, to another one or else to a new one of your own. */
  leave(options?: RequestOptions): Promise<void>;
  /**
   * Makes another member the owner, and the signed-in owner an admin.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED` without proof of who asks.
   */
  transferOwnership(userId: string, options?: ProvenOptions): Promise<MemberAnswer>;
}

export function createMembers(transport: Transport, credentials: Credentials): MembersResource {
  const pathOf = (userId: string) => `${path}/${encodeURIComponent(userId)}`;

  const list = (query?: PageRequest, options?: RequestOptions) =>
    transport.send<Page<Member>>(
      { name: 'list members', kind: 'session', method: 'GET', path, query },
      options,
    );

  return {
    list,
    listAll: (request = {}, options) => listAll((page) => list(page, options), request),
    changeRole: (userId, role, options) =>
      transport.send(
        {
          name: 'change a role',
          kind: 'keyed',
          method: 'PATCH',
          path: pathOf(userId),
          body: { role, ...options?.proof },
        },
        options,
      ),
    remove: (userId, options) =>
      transport.send(
        {
          name: 'remove a member',
          kind: 'keyed',
          method: 'DELETE',
          path: pathOf(userId),
          body: options?.proof,
        },
        options,
      ),
    async leave(options) {
      await transport.send(
        { name: 'leave the organization', kind: 'session', method: 'POST', path: `${path}/leave` },
        options,
      );
      await credentials.setSession(null);
    },
    transferOwnership: (userId, options) =>
      transport.send(
        {
          name: 'transfer the ownership',
          kind: 'session',
          method: 'POST',
          path: `${pathOf(userId)}/transfer-ownership`,
          body: { ...options?.proof },
        },
        options,
      ),
  };
}
