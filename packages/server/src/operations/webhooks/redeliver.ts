import {
  AppError,
  redeliverAnswer,
  redeliverRequest,
  ValidationError,
  type RedeliverRequest,
} from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';
import { auditEntryOf } from '../auditEntry.ts';
import { getOwnEndpoint } from './getOwnEndpoint.ts';

/** Makes one delivery, or all of a time range, due again, whatever became of them. Receivers see the same ids again. */
export const redeliver = authedProcedure
  .meta({
    summary: 'Send one delivery or a range of them again',
    permission: 'webhooks.manage',
    idempotent: true,
  })
  .input(redeliverRequest)
  .output(redeliverAnswer)
  .mutation(async ({ ctx, input: { endpointId, ...which } }) => {
    const { clock, store, wake } = ctx.deps;
    const endpoint = await getOwnEndpoint(ctx, endpointId);
    checkForm(which);

    const redelivered = await store.redeliver(
      endpoint.organizationId,
      endpointId,
      {
        ...(which.deliveryId === undefined ? {} : { deliveryId: which.deliveryId }),
        ...(which.createdAfter === undefined ? {} : { createdAfter: new Date(which.createdAfter) }),
        ...(which.createdBefore === undefined
          ? {}
          : { createdBefore: new Date(which.createdBefore) }),
      },
      clock.now(),
      auditEntryOf(ctx, 'webhook.redeliver', endpointId, which),
    );
    if (which.deliveryId !== undefined && redelivered === 0)
      throw deliveryNotFound(which.deliveryId);
    wake.deliveries();
    return { success: true as const, redelivered };
  });

/** @throws {ValidationError} unless it is either one delivery or a range */
function checkForm({ deliveryId, createdAfter, createdBefore }: Partial<RedeliverRequest>): void {
  const isRange = createdAfter !== undefined || createdBefore !== undefined;
  if ((deliveryId !== undefined) === isRange) {
    throw new ValidationError([
      {
        path: '',
        code: 'INVALID_REQUEST',
        message: 'should hold either deliveryId, or createdAfter or createdBefore or both',
      },
    ]);
  }
  if (
    createdAfter !== undefined &&
    createdBefore !== undefined &&
    Date.parse(createdAfter) >= Date.parse(createdBefore)
  ) {
    throw new ValidationError([
      { path: 'createdBefore', code: 'INVALID_REQUEST', message: 'should be after createdAfter' },
    ]);
  }
}

function deliveryNotFound(id: string): AppError {
  return new AppError({
    code: 'WEBHOOK_DELIVERY_NOT_FOUND',
    message: `Cannot redeliver "${id}": the endpoint has no delivery with this id`,
  });
}
