import type { DeploymentStore, SignatureStore } from '../../../ports/store/index.ts';
import type { AppendAudit } from '../audit.ts';
import type { KeepWhole } from '../contents.ts';
import type { IdempotencyKeys } from '../idempotency.ts';
import type { MailDeployment } from '../mails.ts';
import type { Session } from '../session.ts';
import type { RecordEvent } from '../webhooks/recordEvent.ts';
import { createAcceptDeployment } from './acceptDeployment.ts';
import { createAdvance } from './advance.ts';
import { createAttempts, createFindAttempts } from './attempts.ts';
import { createLeases } from './leases.ts';
import { createLists } from './lists.ts';
import { createMaySign } from './maySign.ts';
import { createRecordChange } from './recordChange.ts';
import { createSignatures } from './signatures.ts';

export interface DeploymentStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly keepWhole: KeepWhole;
  readonly keys: IdempotencyKeys;
  readonly mailDeployment: MailDeployment;
  readonly recordEvent: RecordEvent;
}

export function createDeploymentStore(
  session: Session,
  { appendAudit, keepWhole, keys, mailDeployment, recordEvent }: DeploymentStoreDeps,
): DeploymentStore & SignatureStore {
  const recordChange = createRecordChange(session, recordEvent);
  const findAttempts = createFindAttempts(session);
  const maySign = createMaySign(session);
  return {
    acceptDeployment: createAcceptDeployment(session, {
      appendAudit,
      keepWhole,
      keys,
      recordChange,
    }),
    advance: createAdvance(session, { appendAudit, mailDeployment, recordChange }),
    ...createLists(session),
    ...createLeases(session, findAttempts),
    ...createAttempts(session, { find: findAttempts, maySign }),
    ...createSignatures(session, maySign),
  };
}
