import { and, asc, count, desc, eq, gte, max, sql } from 'drizzle-orm';
import type { Attempt, DeploymentStore, SignedVariant } from '../../../ports/store/index.ts';
import { attempts, signedVariants } from '../schema.ts';
import { given, prepareInsert, type Session } from '../session.ts';
import type { MaySign } from './maySign.ts';
import { toAttempt } from './rows.ts';

export interface FindAttempts {
  all(deploymentId: string): Attempt[];
  latest(deploymentId: string): Attempt | undefined;
}

export function createFindAttempts({ db }: Session): FindAttempts {
  const ofDeployment = () =>
    db
      .select()
      .from(attempts)
      .where(eq(attempts.deploymentId, sql.placeholder('deploymentId')))
      .$dynamic();
  const all = ofDeployment().orderBy(asc(attempts.number)).prepare();
  const latest = ofDeployment().orderBy(desc(attempts.number)).limit(1).prepare();
  const variantsOf = db
    .select()
    .from(signedVariants)
    .where(
      and(
        eq(signedVariants.deploymentId, sql.placeholder('deploymentId')),
        eq(signedVariants.attemptNumber, sql.placeholder('number')),
      ),
    )
    .orderBy(asc(signedVariants.position))
    .prepare();
  const withVariants = (row: typeof attempts.$inferSelect) =>
    toAttempt(row, variantsOf.all({ deploymentId: row.deploymentId, number: row.number }));

  return {
    all: (deploymentId) => all.all({ deploymentId }).map(withVariants),
    latest(deploymentId) {
      const row = latest.get({ deploymentId });
      return row && withVariants(row);
    },
  };
}

type Attempts = Pick<DeploymentStore, 'listAttempts' | 'openAttempt' | 'addSignedVariant'>;

export function createAttempts(
  { db, read, write }: Session,
  { find, maySign }: { readonly find: FindAttempts; readonly maySign: MaySign },
): Attempts {
  const insertAttempt = prepareInsert(db, attempts);
  const insertVariant = prepareInsert(db, signedVariants);
  const isTaken = and(
    eq(attempts.networkId, sql.placeholder('networkId')),
    eq(attempts.sender, sql.placeholder('sender')),
    gte(attempts.nonce, given(attempts.nonce, 'chainNonce')),
  );
  const taken = db
    .select({ count: count(), last: max(attempts.nonce) })
    .from(attempts)
    .where(isTaken)
    .prepare();
  const takenNonces = db
    .select({ nonce: attempts.nonce })
    .from(attempts)
    .where(isTaken)
    .orderBy(asc(attempts.nonce))
    .prepare();

  return {
    listAttempts: (deploymentId) => read(() => find.all(deploymentId)),

    openAttempt: (opening) =>
      write(() => {
        const { lease, networkId, sender, allocateNonce, signed, now } = opening;
        if (!maySign(lease)) return undefined;
        const { deploymentId } = lease;
        const number = (find.latest(deploymentId)?.number ?? 0) + 1;
        const nonce = allocateNonce
          ? freeNonce({ networkId, sender, chainNonce: allocateNonce.chainNonce })
          : null;
        insertAttempt({
          deploymentId,
          number,
          step: opening.step ?? 1,
          networkId,
          sender,
          nonce,
          firstValid: opening.firstValid ?? null,
          lastValid: opening.lastValid ?? null,
          broadcasts: 0,
          lastBroadcastAt: null,
          lastAnswer: null,
          outcome: 'open',
          createdAt: now,
        });
        if (signed !== undefined) addVariant(deploymentId, { number, position: 1 }, signed);
        return find.latest(deploymentId);
      }),

    addSignedVariant: ({ lease, attemptNumber, signed }) =>
      write(() => {
        if (!maySign(lease)) return undefined;
        const { deploymentId } = lease;
        const attempt = find.all(deploymentId).find(({ number }) => number === attemptNumber);
        if (attempt === undefined)
          throw new Error(
            `Cannot add to attempt ${attemptNumber} of "${deploymentId}": it does not exist`,
          );
        // Signing is deterministic, so after a lost answer the same variant may come again.
        const isKnown = attempt.variants.some((v) => v.transactionId === signed.transactionId);
        if (isKnown) return attempt;
        const position = attempt.variants.length + 1;
        addVariant(deploymentId, { number: attemptNumber, position }, signed);
        return { ...attempt, variants: [...attempt.variants, signed] };
      }),
  };

  /** The smallest from the chain's on that no attempt ever had. */
  function freeNonce(query: { networkId: string; sender: string; chainNonce: bigint }): bigint {
    const { chainNonce } = query;
    const { count: takenCount = 0, last = null } = taken.get(query) ?? {};
    if (last === null) return chainNonce;
    // Nearly always there is no gap, and SQLite counts faster than we walk.
    if (last - chainNonce + 1n === BigInt(takenCount)) return last + 1n;
    let free = chainNonce;
    for (const { nonce } of takenNonces.all(query)) {
      if (nonce !== free) break;
      free += 1n;
    }
    return free;
  }

  function addVariant(
    deploymentId: string,
    { number, position }: { number: number; position: number },
    { transactionId, bytes, signedAt, details }: SignedVariant,
  ): void {
    insertVariant({
      deploymentId,
      attemptNumber: number,
      position,
      transactionId,
      bytes,
      signedAt,
      details,
    });
  }
}
