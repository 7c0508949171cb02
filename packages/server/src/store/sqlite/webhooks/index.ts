import type { WebhookStore } from '../../../ports/store/index.ts';
import type { AppendAudit } from '../audit.ts';
import type { EnqueueMail } from '../mails.ts';
import type { Session } from '../session.ts';
import { createDeliveryClaims } from './claimDueDeliveries.ts';
import { createDeliveryLog } from './deliveryLog.ts';
import { createDisableEndpoint } from './disableEndpoint.ts';
import { createEndpoints } from './endpoints.ts';
import { createEvents } from './events.ts';
import type { Lanes } from './lanes.ts';
import type { RecordEndpointEvent } from './recordEvent.ts';
import { createSettleDelivery } from './settleDelivery.ts';

export interface WebhookStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly enqueueMail: EnqueueMail;
  readonly lanes: Lanes;
  readonly recordEndpointEvent: RecordEndpointEvent;
}

export function createWebhookStore(
  session: Session,
  { appendAudit, enqueueMail, lanes, recordEndpointEvent }: WebhookStoreDeps,
): WebhookStore {
  return {
    ...createEndpoints(session, appendAudit),
    ...createEvents(session, recordEndpointEvent),
    ...createDeliveryClaims(session),
    ...createDeliveryLog(session, { appendAudit, lanes }),
    settleDelivery: createSettleDelivery(session, {
      lanes,
      disableEndpoint: createDisableEndpoint(session, { appendAudit, enqueueMail }),
    }),
  };
}
