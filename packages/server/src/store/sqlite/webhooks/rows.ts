import { Buffer } from 'node:buffer';
import type { Delivery, Endpoint } from '../../../ports/store/index.ts';
import type { deliveries, endpoints, StoredSecret } from '../schema.ts';
import { without } from '../session.ts';

export type EndpointRow = typeof endpoints.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;

export function toEndpoint(row: EndpointRow): Endpoint {
  return {
    ...row,
    secrets: row.secrets.map(({ sealed, retiresAt }) => ({
      sealed: new Uint8Array(Buffer.from(sealed, 'base64')),
      retiresAt: retiresAt === null ? null : new Date(retiresAt),
    })),
  };
}

export function toStoredSecrets(secrets: Endpoint['secrets']): StoredSecret[] {
  return secrets.map(({ sealed, retiresAt }) => ({
    sealed: Buffer.from(sealed).toString('base64'),
    retiresAt: retiresAt === null ? null : retiresAt.toISOString(),
  }));
}

/** The lease and the place in the stream are the store's business and not part of a delivery. */
export function toDelivery(row: DeliveryRow): Delivery {
  return without(row, 'eventPosition', 'leaseToken', 'leaseUntil', 'leasedBy');
}
