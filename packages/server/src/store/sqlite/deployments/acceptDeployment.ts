import type { Acceptance, DeploymentStore } from '../../../ports/store/index.ts';
import type { AppendAudit } from '../audit.ts';
import type { KeepWhole } from '../contents.ts';
import type { IdempotencyKeys } from '../idempotency.ts';
import { deployments } from '../schema.ts';
import { prepareInsert, type Session } from '../session.ts';
import type { RecordChange } from './recordChange.ts';
import { noLease, toDeploymentRow } from './rows.ts';

export interface AcceptDeploymentDeps {
  readonly appendAudit: AppendAudit;
  readonly keepWhole: KeepWhole;
  readonly keys: IdempotencyKeys;
  readonly recordChange: RecordChange;
}

export function createAcceptDeployment(
  { db, write }: Session,
  { appendAudit, keepWhole, keys, recordChange }: AcceptDeploymentDeps,
): DeploymentStore['acceptDeployment'] {
  const insert = prepareInsert(db, deployments);

  return ({ deployment, idempotency, answer, eventId, audit, contents = [] }) =>
    write((): Acceptance => {
      // Changes run one after another, so of parallel calls with one key the first stores and the others find.
      const stored = idempotency === null ? undefined : keys.find(idempotency);
      if (stored !== undefined) {
        if (stored.fingerprint !== idempotency?.fingerprint) return { kind: 'mismatch' };
        if (stored.answer !== null) return { kind: 'replay', answer: stored.answer };
      }
      for (const content of contents) keepWhole(content);
      insert(toDeploymentRow(deployment, noLease));
      recordChange({
        deployment,
        reason: 'DEPLOYMENT_QUEUED',
        message: 'The request is accepted and stored',
        actor: deployment.createdBy,
        at: deployment.createdAt,
        eventId,
      });
      appendAudit(audit);
      if (idempotency !== null) keys.keepAnswer(idempotency, answer, deployment.createdAt);
      return { kind: 'accepted', deployment };
    });
}
