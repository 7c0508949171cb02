import { listAll } from '../internal/listAll.ts';
import type { Transport } from '../internal/transport.ts';
import type { RequestOptions } from '../types/options.ts';
import type { Page, PageRequest } from '../types/page.ts';
import type {
  SecurityActivity,
  SecurityPolicy,
  SetSecurityPolicyRequest,
} from '../types/security.ts';

const path = 'api/v1/security';

/** What happened around sign-ins and settings. */
export interface SecurityResource {
  /** Gets one page, newest first: of the organization for its owner, of oneself for everybody else. */
  activity(request?: PageRequest, options?: RequestOptions): Promise<Page<SecurityActivity>>;
  /** Yields all of it, newest first, asking for each page when it is needed. */
  activityAll(
    request?: PageRequest,
    options?: RequestOptions,
  ): AsyncGenerator<SecurityActivity, void>;
  /** Gets what the organization asks of its members. */
  policy(options?: RequestOptions): Promise<SecurityPolicy>;
  /**
   * Requires a second factor of every member, or no longer. For the owner, who needs one first.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED` without proof of who asks.
   * @throws {ConflictError} `SECOND_FACTOR_NOT_ENABLED`.
   */
  setPolicy(request: SetSecurityPolicyRequest, options?: RequestOptions): Promise<SecurityPolicy>;
}

export function createSecurity(transport: Transport): SecurityResource {
  const activity: SecurityResource['activity'] = (request = {}, options) =>
    transport.send(
      {
        name: 'read the security activity',
        kind: 'session',
        method: 'GET',
        path: `${path}/activity`,
        query: { ...request },
      },
      options,
    );

  return {
    activity,
    activityAll: (request = {}, options) => listAll((page) => activity(page, options), request),
    policy: (options) =>
      transport.send(
        {
          name: 'get the security policy',
          kind: 'session',
          method: 'GET',
          path: `${path}/policy`,
        },
        options,
      ),
    setPolicy: (body, options) =>
      transport.send(
        {
          name: 'set the security policy',
          kind: 'session',
          method: 'PATCH',
          path: `${path}/policy`,
          body,
        },
        options,
      ),
  };
}
