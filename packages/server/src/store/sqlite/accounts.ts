import { AppError } from '@biatec-tokens/core';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Account, AccountStore } from '../../ports/store/index.ts';
import { accounts, phrases, pinnedNetworks, sponsors } from './schema.ts';
import type { Session } from './session.ts';

/** Owner of the sponsors. */
const platform = 'platform';

export function createAccountStore(session: Session): AccountStore {
  const { db } = session;

  const issuerOf = db
    .select()
    .from(accounts)
    .where(
      and(
        eq(accounts.organizationId, sql.placeholder('organizationId')),
        eq(accounts.family, sql.placeholder('family')),
        eq(accounts.slot, 0),
      ),
    )
    .prepare();

  const phraseOf = db
    .select({ sealedPhrase: phrases.sealedPhrase })
    .from(phrases)
    .where(eq(phrases.organizationId, sql.placeholder('organizationId')))
    .prepare();

  const currentSponsor = db
    .select()
    .from(sponsors)
    .where(and(eq(sponsors.networkId, sql.placeholder('networkId')), isNull(sponsors.replacedBy)))
    .prepare();

  return {
    getIssuer: (organizationId, family) =>
      session.read(() => {
        const account = issuerOf.get({ organizationId, family });
        if (account === undefined)
          throw new AppError({
            code: 'ACCOUNT_NOT_READY',
            message: `Cannot issue on this network: the organization has no account of the family "${family}" yet`,
          });
        return account;
      }),

    getSealedPhrase: (organizationId) =>
      session.read(() => {
        const row = phraseOf.get({ organizationId });
        if (row === undefined)
          throw new AppError({
            code: 'ACCOUNT_NOT_READY',
            message: 'Cannot export the account: the organization has no phrase yet',
          });
        return row.sealedPhrase;
      }),

    findSponsor: (networkId) =>
      session.read(() => {
        const row = currentSponsor.get({ networkId });
        return row === undefined ? undefined : toSponsor(row);
      }),

    putSponsor: (networkId, account) =>
      session.write(() => {
        const { id, family, slot, address, sealedKey, createdAt } = account;
        const current = currentSponsor.get({ networkId });
        if (current !== undefined && current.id !== id)
          db.update(sponsors).set({ replacedBy: id }).where(eq(sponsors.id, current.id)).run();
        db.insert(sponsors)
          .values({ id, networkId, family, slot, address, sealedKey, createdAt })
          .onConflictDoUpdate({
            target: sponsors.id,
            set: { address, sealedKey, replacedBy: null },
            // An id names one account of one network; its key may be sealed anew.
            setWhere: eq(sponsors.networkId, networkId),
          })
          .run();
      }),

    pinNetwork: (networkId, identity, now) =>
      session.write(() => {
        db.insert(pinnedNetworks)
          .values({ networkId, identity, pinnedAt: now })
          .onConflictDoNothing()
          .run();
        const pinned = db
          .select()
          .from(pinnedNetworks)
          .where(eq(pinnedNetworks.networkId, networkId))
          .get();
        return pinned?.identity ?? identity;
      }),
  };
}

function toSponsor(row: typeof sponsors.$inferSelect): Account {
  const { id, family, slot, address, sealedKey, createdAt } = row;
  return { id, organizationId: platform, family, slot, address, sealedKey, createdAt };
}
