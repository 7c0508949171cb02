import { AppError } from '@biatec-tokens/core';
import { and, asc, count, eq, getTableColumns, isNull, sql, type SQL } from 'drizzle-orm';
import type { Account, AccountImport, AccountStore, HeldAccount } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import type { EnqueueMail } from './mails.ts';
import { accounts, phrases, pinnedNetworks, sponsors } from './schema.ts';
import type { Session } from './session.ts';

/** Owner of the sponsors. */
const platform = 'platform';

export interface AccountStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly enqueueMail: EnqueueMail;
  readonly keys: IdempotencyKeys;
}

const { origin, issuing, ...keyed } = getTableColumns(accounts);
const { sealedKey: _, ...held } = getTableColumns(accounts);

export function createAccountStore(
  session: Session,
  { appendAudit, enqueueMail, keys }: AccountStoreDeps,
): AccountStore {
  const { db } = session;

  const issuerOf = db
    .select(keyed)
    .from(accounts)
    .where(
      and(
        eq(accounts.organizationId, sql.placeholder('organizationId')),
        eq(accounts.family, sql.placeholder('family')),
        sql`${issuing} = 1`,
      ),
    )
    .prepare();

  const accountOf = db
    .select(keyed)
    .from(accounts)
    .where(
      and(
        eq(accounts.organizationId, sql.placeholder('organizationId')),
        eq(accounts.id, sql.placeholder('accountId')),
      ),
    )
    .prepare();

  function findHeld(organizationId: string, which: SQL): HeldAccount | undefined {
    const isThis = and(eq(accounts.organizationId, organizationId), which);
    return db.select(held).from(accounts).where(isThis).get();
  }

  function countImported(organizationId: string): number {
    const isImported = and(eq(accounts.organizationId, organizationId), eq(origin, 'imported'));
    const row = db.select({ count: count() }).from(accounts).where(isImported).get();
    return row?.count ?? 0;
  }

  /** Makes room for another issuer: the index allows no second one even for a moment. */
  function retireIssuer({ organizationId, family }: Pick<Account, 'organizationId' | 'family'>) {
    db.update(accounts)
      .set({ issuing: false })
      .where(
        and(
          eq(accounts.organizationId, organizationId),
          eq(accounts.family, family),
          sql`${issuing} = 1`,
        ),
      )
      .run();
  }

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

    getAccount: (organizationId, accountId) =>
      session.read(() => {
        const account = accountOf.get({ organizationId, accountId });
        if (account === undefined)
          throw new AppError({
            code: 'ACCOUNT_NOT_READY',
            message: 'Cannot use the account: the organization has none of this id',
          });
        return account;
      }),

    listAccounts: (organizationId) =>
      session.read(() =>
        db
          .select(held)
          .from(accounts)
          .where(eq(accounts.organizationId, organizationId))
          .orderBy(asc(origin), asc(accounts.createdAt), asc(accounts.family), asc(accounts.id))
          .all(),
      ),

    importAccount: ({ account, importedMax, idempotency, answer, audit, mail }) =>
      session.write((): AccountImport => {
        const { organizationId, family, address, createdAt } = account;
        const stored = idempotency === null ? undefined : keys.find(idempotency);
        if (stored !== undefined) {
          if (stored.fingerprint !== idempotency?.fingerprint) return { kind: 'mismatch' };
          if (stored.answer !== null) return { kind: 'replay', answer: stored.answer };
        }
        const same = findHeld(
          organizationId,
          sql`${accounts.family} = ${family} AND ${accounts.address} = ${address}`,
        );
        if (same !== undefined) return { kind: 'held', account: same };
        if (countImported(organizationId) >= importedMax) return { kind: 'limit' };
        retireIssuer(account);
        db.insert(accounts)
          .values({ ...account, origin: 'imported', issuing: true })
          .run();
        appendAudit(audit);
        enqueueMail(mail);
        if (idempotency !== null) keys.keepAnswer(idempotency, answer, createdAt);
        return { kind: 'imported' };
      }),

    chooseIssuer: ({ organizationId, accountId, audit, mail }) =>
      session.write(() => {
        const chosen = findHeld(organizationId, eq(accounts.id, accountId));
        if (chosen === undefined || chosen.issuing) return chosen;
        retireIssuer(chosen);
        db.update(accounts).set({ issuing: true }).where(eq(accounts.id, accountId)).run();
        appendAudit(audit);
        enqueueMail(mail);
        return { ...chosen, issuing: true };
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
