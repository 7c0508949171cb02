import { isResting } from '@biatec-tokens/core';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { SignatureRequest, SignatureStore } from '../../../ports/store/index.ts';
import { attempts, deployments, signatureRequests, sponsors } from '../schema.ts';
import type { Session } from '../session.ts';
import type { MaySign } from './maySign.ts';

export function createSignatures({ db, read, write }: Session, maySign: MaySign): SignatureStore {
  const insert = db
    .insert(signatureRequests)
    .values({
      deploymentId: sql.placeholder('deploymentId'),
      attemptNumber: sql.placeholder('attemptNumber'),
      accountId: sql.placeholder('accountId'),
      messageHash: sql.placeholder('messageHash'),
      requestedAt: sql.placeholder('requestedAt'),
    })
    .onConflictDoNothing()
    .prepare();
  const requested = db
    .select({ state: deployments.state })
    .from(signatureRequests)
    .innerJoin(deployments, eq(deployments.id, signatureRequests.deploymentId))
    .where(
      and(
        eq(signatureRequests.deploymentId, sql.placeholder('deploymentId')),
        eq(signatureRequests.attemptNumber, sql.placeholder('attemptNumber')),
        eq(signatureRequests.accountId, sql.placeholder('accountId')),
        eq(signatureRequests.messageHash, sql.placeholder('messageHash')),
      ),
    )
    .prepare();
  const issuing = db
    .select({ issuerAccountId: deployments.issuerAccountId, networkId: deployments.networkId })
    .from(deployments)
    .where(eq(deployments.id, sql.placeholder('deploymentId')))
    .prepare();
  const paying = db
    .select({ id: sponsors.id })
    .from(sponsors)
    .where(
      and(
        eq(sponsors.id, sql.placeholder('accountId')),
        eq(sponsors.networkId, sql.placeholder('networkId')),
      ),
    )
    .prepare();
  const latestAttempt = db
    .select({ number: attempts.number, outcome: attempts.outcome })
    .from(attempts)
    .where(eq(attempts.deploymentId, sql.placeholder('deploymentId')))
    .orderBy(desc(attempts.number))
    .limit(1)
    .prepare();

  /** An attempt is signed for before it is opened, or while it is open. */
  function isOpenOrNext({
    deploymentId,
    attemptNumber,
  }: Pick<SignatureRequest, 'deploymentId' | 'attemptNumber'>): boolean {
    const latest = latestAttempt.get({ deploymentId });
    if (attemptNumber === latest?.number) return latest.outcome === 'open';
    return attemptNumber === (latest?.number ?? 0) + 1;
  }

  function assertTakesPart(deploymentId: string, accountId: string): void {
    const deployment = issuing.get({ deploymentId });
    const { issuerAccountId, networkId } = deployment ?? {};
    if (accountId === issuerAccountId || paying.get({ accountId, networkId }) !== undefined) return;
    throw new Error(
      `Cannot ask "${accountId}" for a signature: it neither issues "${deploymentId}" nor pays for it`,
    );
  }

  return {
    requestSignatures: ({ lease, attemptNumber, messages, now }) =>
      write(() => {
        const { deploymentId } = lease;
        if (!maySign(lease) || !isOpenOrNext({ deploymentId, attemptNumber })) return false;
        for (const { accountId, messageHash } of messages) {
          assertTakesPart(deploymentId, accountId);
          insert.run({ deploymentId, attemptNumber, accountId, messageHash, requestedAt: now });
        }
        return true;
      }),

    isSignatureRequested: (request) =>
      read(() => {
        const found = requested.get({ ...request });
        return found !== undefined && !isResting(found.state) && isOpenOrNext(request);
      }),
  };
}
