import { z } from 'zod';
import { roles } from '../permission/permissions.ts';
import { tiers } from '../subscription/tiers.ts';
import { algorandAddress, evmAddress, timestamp } from './primitives.ts';
import { secondFactorCode } from './secondFactor.ts';

/** Trimmed and lower-cased before anything else. */
export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email())
  .describe('Trimmed and lower-cased before anything else');

/** Of a mailed link: 256 bits, base64url. */
export const mailToken = z
  .string()
  .regex(/^[\w-]{1,200}$/)
  .describe('The token of the mailed link, behind its #token=');

const termsVersion = z.string().trim().min(1).max(100);

/** The terms of use that whoever registers has to accept; capabilities tell them. */
export const termsInForce = z.object({ version: termsVersion, url: z.url() });

export const registerRequest = z.strictObject({
  email,
  password: z.string(),
  confirmPassword: z.string(),
  fullName: z.string().trim().min(1).max(200).optional(),
  invitationToken: mailToken
    .optional()
    .describe('Of an invitation to this address: the new user belongs to that organization too'),
  acceptedTerms: termsVersion
    .optional()
    .describe(
      'Version of the terms of use that the person accepts, where there are terms in force',
    ),
});

/** With a code where the user has a second factor. */
export const loginRequest = z.strictObject({ email, password: z.string(), ...secondFactorCode });

export const refreshRequest = z.strictObject({ refreshToken: z.string().min(1).max(200) });

/** Answer of register, login and refresh. */
export const sessionAnswer = z.object({
  success: z.literal(true),
  userId: z.uuid(),
  email: z.string(),
  algorandAddress,
  evmAddress,
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresIn: z.number().int().describe('Seconds until the access token expires'),
  errorCode: z.null(),
  errorMessage: z.null(),
});

export const changePasswordRequest = z.strictObject({
  currentPassword: z.string(),
  newPassword: z.string(),
  confirmPassword: z.string(),
});

export const forgotPasswordRequest = z.strictObject({ email });

export const resetPasswordRequest = z.strictObject({
  token: mailToken,
  newPassword: z.string(),
  confirmPassword: z.string(),
});

export const verifyEmailRequest = z.strictObject({ token: mailToken });

/** It is done, and there is nothing more to say. */
export const doneAnswer = z.object({ success: z.literal(true) });

export const logoutAnswer = z.object({ success: z.literal(true) });

export const profileAnswer = z.object({
  success: z.literal(true),
  userId: z.uuid(),
  email: z.string(),
  emailVerified: z.boolean().describe('Whether the user proved to read mail to the address'),
  fullName: z.string().nullable(),
  organizationId: z.string(),
  role: z.enum(roles),
  apiKeyId: z.string().nullable().describe('Set when an API key asks, for the user who made it'),
  tier: z.enum(tiers),
  acceptedTerms: termsInForce
    .extend({ acceptedAt: timestamp })
    .nullable()
    .describe('The terms of use that were accepted at registration; null where there were none'),
  algorandAddress,
  evmAddress,
  createdAt: timestamp,
});

export type RegisterRequest = z.input<typeof registerRequest>;
export type LoginRequest = z.input<typeof loginRequest>;
export type ChangePasswordRequest = z.input<typeof changePasswordRequest>;
export type ForgotPasswordRequest = z.input<typeof forgotPasswordRequest>;
export type ResetPasswordRequest = z.input<typeof resetPasswordRequest>;
export type VerifyEmailRequest = z.input<typeof verifyEmailRequest>;
export type RefreshRequest = z.input<typeof refreshRequest>;
export type SessionAnswer = z.infer<typeof sessionAnswer>;
export type LogoutAnswer = z.infer<typeof logoutAnswer>;
export type TermsInForce = z.infer<typeof termsInForce>;
export type Profile = z.infer<typeof profileAnswer>;
