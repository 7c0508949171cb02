import type { Account, Organization } from '../../ports/store/index.ts';
import { accounts, memberships, organizations, phrases } from './schema.ts';
import type { Session } from './session.ts';

/** A new organization with its owner, accounts and sealed words. */
export type InsertOrganization = (made: {
  readonly organization: Organization;
  readonly ownerId: string;
  readonly accounts: readonly Account[];
  readonly sealedPhrase: Uint8Array;
}) => void;

export function createInsertOrganization({ db }: Session): InsertOrganization {
  return ({ organization, ownerId, sealedPhrase, ...made }) => {
    const owner = { userId: ownerId, organizationId: organization.id };
    const { createdAt } = organization;
    db.insert(organizations).values(organization).run();
    db.insert(memberships)
      .values({ ...owner, role: 'owner', createdAt })
      .run();
    db.insert(accounts)
      .values([...made.accounts])
      .run();
    db.insert(phrases)
      .values({ ...owner, sealedPhrase, createdAt })
      .run();
  };
}
