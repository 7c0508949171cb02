import type { Transport } from '../internal/transport.ts';
import type { RequestOptions } from '../types/options.ts';
import type {
  CreateOrganizationRequest,
  OrganizationAnswer,
  OrganizationList,
} from '../types/organization.ts';

const path = 'api/v1/organizations';

/** The organizations that the signed-in user belongs to; `auth.switchOrganization` goes from one to another. */
export interface OrganizationsResource {
  /** Founds an organization with accounts of its own. The session stays where it is. */
  create(request: CreateOrganizationRequest, options?: RequestOptions): Promise<OrganizationAnswer>;
  /** Gets all of them, in the order in which the user joined. */
  list(options?: RequestOptions): Promise<OrganizationList>;
}

export function createOrganizations(transport: Transport): OrganizationsResource {
  return {
    create: (body, options) =>
      transport.send(
        { name: 'found an organization', kind: 'keyed', method: 'POST', path, body },
        options,
      ),
    list: (options) =>
      transport.send({ name: 'list organizations', kind: 'session', method: 'GET', path }, options),
  };
}
