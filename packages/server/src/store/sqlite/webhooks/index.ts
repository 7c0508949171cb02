import type { WebhookStore } from '../../../ports/store/index.ts';
import type { AppendAudit } from '../audit.ts';
import type { Session } from '../session.ts';
import { createDeliveryClaims } from './claimDueDeliveries.ts';
import { createDeliveryLog } from './deliveryLog.ts';
import { createEndpoints } from './endpoints.ts';
import { createEvents } from './events.ts';
import type { Lanes } from './lanes.ts';
import type { RecordEndpointEvent } from './recordEvent.ts';
import { createSettleDelivery } from './settleDelivery.ts';

export interface WebhookStoreDeps {
  readonly appendAudit: AppendAudit;
  readonly lanes: Lanes;
  readonly recordEndpointEvent: RecordEndpointEvent;
}

export function createWebhookStore(
  session: Session,
  { appendAudit, lanes, recordEndpointEvent }: WebhookStoreDeps,
): WebhookStore {
  return {
    ...createEndpoints(session, appendAudit),
    ...createEvents(session, recordEndpointEvent),
    ...createDeliveryClaims(session),
    ...createDeliveryLog(session, { appendAudit, lanes }),
    settleDelivery: createSettleDelivery(session, lanes),
  };
}
