import { and, eq, isNull, sql } from 'drizzle-orm';
import type { IdempotencyClaim, IdempotencyStore } from '../../ports/store/index.ts';
import { idempotencyKeys } from './schema.ts';
import { prepareInsert, type Session } from './session.ts';

type StoredKey = typeof idempotencyKeys.$inferSelect;

/** What other changes use to keep their answer in their own transaction. */
export interface IdempotencyKeys {
  find(claim: IdempotencyClaim): StoredKey | undefined;
  /** Keeps the answer unless there is one already: the first answer is the answer. */
  keepAnswer(claim: IdempotencyClaim, answer: Uint8Array, now: Date): void;
}

export function createIdempotencyKeys({ db }: Session): IdempotencyKeys {
  const insert = prepareInsert(db, idempotencyKeys);
  const select = db
    .select()
    .from(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.organizationId, sql.placeholder('organizationId')),
        eq(idempotencyKeys.operation, sql.placeholder('operation')),
        eq(idempotencyKeys.key, sql.placeholder('key')),
      ),
    )
    .prepare();
  const find = ({ organizationId, operation, key }: IdempotencyClaim) =>
    select.get({ organizationId, operation, key });

  return {
    find,
    keepAnswer(claim, answer, now) {
      if (find(claim) === undefined)
        insert({ ...claim, answer, claimedUntil: null, createdAt: now, answeredAt: now });
      else
        db.update(idempotencyKeys)
          .set({ answer, claimedUntil: null, answeredAt: now })
          .where(unanswered(claim))
          .run();
    },
  };
}

export function createIdempotencyStore(
  { db, write }: Session,
  keys: IdempotencyKeys,
): IdempotencyStore {
  const insert = prepareInsert(db, idempotencyKeys);

  return {
    claimIdempotencyKey: (claim, { now, until }) =>
      write(() => {
        const stored = keys.find(claim);
        if (stored === undefined) {
          insert({ ...claim, answer: null, claimedUntil: until, createdAt: now, answeredAt: null });
          return { kind: 'claimed' };
        }
        if (stored.fingerprint !== claim.fingerprint) return { kind: 'mismatch' };
        if (stored.answer !== null) return { kind: 'replay', answer: stored.answer };
        if (stored.claimedUntil !== null && stored.claimedUntil > now)
          return { kind: 'in-progress', until: stored.claimedUntil };
        db.update(idempotencyKeys).set({ claimedUntil: until }).where(unanswered(claim)).run();
        return { kind: 'claimed' };
      }),

    storeIdempotentAnswer: (claim, answer, now) => write(() => keys.keepAnswer(claim, answer, now)),

    releaseIdempotencyKey: (claim) =>
      write(() => {
        db.delete(idempotencyKeys).where(unanswered(claim)).run();
      }),
  };
}

function unanswered({ organizationId, operation, key, fingerprint }: IdempotencyClaim) {
  return and(
    eq(idempotencyKeys.organizationId, organizationId),
    eq(idempotencyKeys.operation, operation),
    eq(idempotencyKeys.key, key),
    eq(idempotencyKeys.fingerprint, fingerprint),
    isNull(idempotencyKeys.answer),
  );
}
