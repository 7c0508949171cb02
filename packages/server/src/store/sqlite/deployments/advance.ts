import { isResting, transition } from '@biatec-tokens/core';
import { and, eq, sql } from 'drizzle-orm';
import type { Advance, Advanced, Deployment, DeploymentStore } from '../../../ports/store/index.ts';
import type { AppendAudit } from '../audit.ts';
import type { MailDeployment } from '../mails.ts';
import { attempts, deployments } from '../schema.ts';
import { givenAll, type Session } from '../session.ts';
import type { RecordChange } from './recordChange.ts';
import { noLease, toDeployment, toDeploymentRow, type DeploymentRow } from './rows.ts';

export interface AdvanceDeps {
  readonly appendAudit: AppendAudit;
  readonly mailDeployment: MailDeployment;
  readonly recordChange: RecordChange;
}

const conflict = { ok: false, reason: 'CONFLICT' } as const;

/** What an advance can change; the rest of a deployment is frozen with the request. */
const changing = [
  'state',
  'version',
  'sequence',
  'transactionId',
  'blockNumber',
  'blockHash',
  'assetId',
  'contractAddress',
  'readBack',
  'error',
  'waiting',
  'updatedAt',
  'dueAt',
  'leaseToken',
  'leaseUntil',
  'leasedBy',
] as const satisfies (keyof DeploymentRow)[];

export function createAdvance(
  { db, ids, write }: Session,
  { appendAudit, mailDeployment, recordChange }: AdvanceDeps,
): DeploymentStore['advance'] {
  const byId = db
    .select()
    .from(deployments)
    .where(eq(deployments.id, sql.placeholder('id')))
    .prepare();
  const update = db
    .update(deployments)
    .set(givenAll(deployments, changing))
    .where(eq(deployments.id, sql.placeholder('id')))
    .prepare();
  const ofAttempt = and(
    eq(attempts.deploymentId, sql.placeholder('deploymentId')),
    eq(attempts.number, sql.placeholder('number')),
  );
  const setBroadcast = db
    .update(attempts)
    .set({
      ...givenAll(attempts, ['lastBroadcastAt', 'lastAnswer']),
      broadcasts: sql`${attempts.broadcasts} + 1`,
    })
    .where(ofAttempt)
    .prepare();
  const setOutcome = db
    .update(attempts)
    .set(givenAll(attempts, ['outcome']))
    .where(ofAttempt)
    .prepare();
  const anyAttempt = db
    .select({ number: attempts.number })
    .from(attempts)
    .where(eq(attempts.deploymentId, sql.placeholder('id')))
    .limit(1)
    .prepare();

  return (advance) =>
    write((): Advanced => {
      const row = byId.get({ id: advance.deploymentId });
      if (row === undefined || row.version !== advance.version || !mayWrite(advance, row))
        return conflict;
      if (isCancelling(advance) && anyAttempt.get({ id: row.id }) !== undefined) return conflict;

      const { waiting, ...facts } = advance.set ?? {};
      let deployment: Deployment = {
        ...toDeployment(row),
        ...facts,
        ...(waiting === undefined ? {} : { waiting }),
        version: row.version + 1,
        updatedAt: advance.now,
        dueAt: advance.dueAt,
      };
      for (const step of advance.steps) deployment = applyStep(deployment, step, advance);
      if (advance.attempt !== undefined) updateAttempt(row.id, advance.attempt);
      const keepsLease = advance.keepLease && !isResting(deployment.state);
      update.run(toDeploymentRow(deployment, keepsLease ? leaseOf(advance, row) : noLease));
      return { ok: true, deployment };
    });

  function applyStep(
    before: Deployment,
    { event, message }: Advance['steps'][number],
    { actor, now }: Advance,
  ): Deployment {
    const { to, reason, message: sentence } = transition(before.id, before.state, event);
    const deployment = { ...before, state: to, sequence: before.sequence + 1 };
    recordChange({
      deployment,
      reason,
      message: message ?? sentence,
      actor: actor.actor,
      at: now,
      eventId: ids.next('event'),
    });
    appendAudit({
      ...actor,
      id: ids.next('audit'),
      at: now,
      organizationId: deployment.organizationId,
      action: `deployment.${event}`,
      target: deployment.id,
      outcome: to === 'Failed' ? 'failure' : 'success',
      errorCode: to === 'Failed' ? (deployment.error?.errorCode ?? null) : null,
      details: {
        from: before.state,
        to,
        reason,
        sequence: deployment.sequence,
        transactionId: deployment.transactionId,
        assetId: deployment.assetId?.toString() ?? null,
        contractAddress: deployment.contractAddress,
      },
    });
    mailDeployment(deployment, now);
    return deployment;
  }

  function updateAttempt(
    deploymentId: string,
    { number, broadcast, outcome }: NonNullable<Advance['attempt']>,
  ): void {
    const at = { deploymentId, number };
    let changes = 1;
    if (broadcast !== undefined)
      changes = setBroadcast.run({
        ...at,
        lastBroadcastAt: broadcast.at,
        lastAnswer: broadcast.answer,
      }).changes;
    if (outcome !== undefined) changes = setOutcome.run({ ...at, outcome }).changes;
    if (changes !== 1)
      throw new Error(`Cannot change attempt ${number} of "${deploymentId}": it does not exist`);
  }
}

/** A worker needs the lease itself, a person that nobody holds one. */
function mayWrite({ deploymentId, lease, now }: Advance, row: DeploymentRow): boolean {
  return lease === null
    ? row.leaseUntil === null || row.leaseUntil <= now
    : lease.deploymentId === deploymentId && lease.token === row.leaseToken;
}

function isCancelling({ steps }: Advance): boolean {
  return steps.some(({ event }) => event === 'cancel');
}

function leaseOf({ lease }: Advance, { leaseToken, leaseUntil, leasedBy }: DeploymentRow) {
  // A person's change also ends a lease that ran out: its worker may still be about, and must not open an attempt.
  return lease === null ? noLease : { leaseToken, leaseUntil, leasedBy };
}
