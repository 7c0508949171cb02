import { z } from 'zod';
import { timestamp } from './primitives.ts';

/** What an authenticator app shows. */
export const totpCode = z
  .string()
  .regex(/^\d{6}$/)
  .describe('Six digits of the authenticator app');

/** One of the ten codes for when the app is lost. */
export const recoveryCode = z
  .string()
  .max(64)
  .describe('One of the recovery codes; spaces, hyphens and case do not matter');

/** A code of the second factor, of either kind. */
export const secondFactorCode = {
  totp: totpCode.optional(),
  recoveryCode: recoveryCode.optional(),
};

/**
 * Fields of dangerous operations: proof of who asks, within the request.
 *
 * Not needed within five minutes of a step-up in the same session.
 */
export const stepUpFields = {
  password: z.string().optional().describe('The password of the signed-in user, once more'),
  ...secondFactorCode,
};

export const stepUpRequest = z.strictObject({ ...stepUpFields, password: z.string() });

export const stepUpAnswer = z.object({
  success: z.literal(true),
  until: timestamp.describe('Until then dangerous operations of this session ask for nothing more'),
});

export const secondFactorAnswer = z.object({
  success: z.literal(true),
  enabled: z.boolean(),
  enabledAt: timestamp.nullable(),
  recoveryCodesLeft: z.number().int(),
  required: z.boolean().describe('Whether your organization asks for it'),
});

export const enrolSecondFactorRequest = z.strictObject(stepUpFields);

/** Shown once. */
export const enrolSecondFactorAnswer = z.object({
  success: z.literal(true),
  secret: z.string().describe('Base32, to be typed into an authenticator app'),
  otpauthUri: z.string().describe('The same, to be shown as a QR code'),
});

export const confirmSecondFactorRequest = z.strictObject({ totp: totpCode });

/** Shown once. */
export const recoveryCodesAnswer = z.object({
  success: z.literal(true),
  recoveryCodes: z.array(z.string()).describe('Ten codes, each of which works once'),
});

export const disableSecondFactorRequest = z.strictObject(stepUpFields);
export const disableSecondFactorAnswer = z.object({ success: z.literal(true) });
export const renewRecoveryCodesRequest = z.strictObject(stepUpFields);

export type StepUpRequest = z.input<typeof stepUpRequest>;
export type StepUp = z.infer<typeof stepUpAnswer>;
export type SecondFactor = z.infer<typeof secondFactorAnswer>;
export type EnrolledSecondFactor = z.infer<typeof enrolSecondFactorAnswer>;
export type RecoveryCodes = z.infer<typeof recoveryCodesAnswer>;
