import { z } from 'zod';
import { deploymentStates, reasonCodes } from '../deployment/states.ts';

/** Building blocks of the wire: everything here is JSON-plain. */

/** UTC time, ISO 8601 with milliseconds: `2026-03-01T12:00:00.000Z`. */
export const timestamp = z.iso.datetime({ precision: 3 }).describe('UTC, ISO 8601');

/** An asset or application id, a round or a block number, as a decimal string: exact at every size. */
export const chainNumber = z
  .string()
  .regex(/^(0|[1-9]\d*)$/)
  .describe('Whole number as a decimal string');

/** Follows one request through logs, audit, webhooks and answers. */
export const correlationId = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .describe('Follows one request through logs, audit, webhooks and answers');

/** 58 characters of base32 with a checksum. */
export const algorandAddress = z.string().regex(/^[A-Z2-7]{58}$/);

/** 0x and 40 hex digits, in EIP-55 case. */
export const evmAddress = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

export const deploymentState = z.enum(deploymentStates);
export const reasonCode = z.enum(reasonCodes);

/** An id that carries its kind: `dep_…`. */
export function idOf(kind: string) {
  return z.string().regex(new RegExp(`^${kind}_[0-9A-Za-z]{8,64}$`));
}

/** A page asked for; `cursor` comes from the answer before. */
export const pageRequest = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number<number>().int().min(1).max(100).default(20),
});

/** A page of a list, newest first unless said otherwise. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    success: z.literal(true),
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .describe('Send as `cursor` for the next page; null at the end'),
  });
}
