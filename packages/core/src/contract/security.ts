import { z } from 'zod';
import { correlationId, idOf, pageOf, pageRequest, timestamp } from './primitives.ts';
import { stepUpFields } from './secondFactor.ts';

/** Something that somebody did, or tried to do. */
export const securityActivity = z.object({
  id: idOf('aud'),
  at: timestamp,
  action: z.string().describe('auth.login, auth.session.revoke, security.account_locked …'),
  outcome: z.enum(['success', 'failure']),
  errorCode: z.string().nullable(),
  actor: z.string().describe('Id of the user'),
  target: z.string().nullable().describe('Id of what it was done to'),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  correlationId: correlationId.nullable(),
});

export const securityActivityRequest = pageRequest;
/** Newest first. */
export const securityActivityAnswer = pageOf(securityActivity);

/** What an organization asks of its members. */
export const securityPolicyAnswer = z.object({
  success: z.literal(true),
  secondFactorRequired: z.boolean(),
});

export const setSecurityPolicyRequest = z.strictObject({
  secondFactorRequired: z.boolean(),
  ...stepUpFields,
});

export type SecurityPolicy = z.infer<typeof securityPolicyAnswer>;
export type SetSecurityPolicyRequest = z.input<typeof setSecurityPolicyRequest>;
export type SecurityActivity = z.infer<typeof securityActivity>;
