/** What `register` asks for. */
export interface RegisterRequest {
  /** Trimmed and lower-cased before anything else. */
  email: string;
  /** 8 to 1,024 characters with upper, lower, digit and special. */
  password: string;
  /** The same again. */
  confirmPassword: string;
  /** Name of the person, up to 200 characters. @default none */
  fullName?: string | undefined;
  /**
   * Of the link in the mail of an invitation to this address: the new user belongs to that organization too, and the
   * session is there. @default none
   */
  invitationToken?: string | undefined;
  /** Version of the terms of use that the person accepts; `capabilities.get()` tells those in force. @default none */
  acceptedTerms?: string | undefined;
}

/** What `login` asks for. */
export interface LoginRequest extends SecondFactorCode {
  email: string;
  password: string;
}

/** A code of the second factor, where there is one. */
export interface SecondFactorCode {
  /** Six digits of the authenticator app. @default none */
  totp?: string | undefined;
  /** One of the recovery codes, in place of the app's. @default none */
  recoveryCode?: string | undefined;
}

/** What `changePassword` asks for. */
export interface ChangePasswordRequest {
  currentPassword: string;
  /** 8 to 1,024 characters with upper, lower, digit and special; not on the list of breached ones. */
  newPassword: string;
  /** The new one again. */
  confirmPassword: string;
}

/** What `forgotPassword` asks for. */
export interface ForgotPasswordRequest {
  email: string;
}

/** What `resetPassword` asks for. */
export interface ResetPasswordRequest {
  /** Of the mailed link, behind its `#token=`. */
  token: string;
  newPassword: string;
  confirmPassword: string;
}

/** What `verifyEmail` asks for. */
export interface VerifyEmailRequest {
  /** Of the mailed link, behind its `#token=`. */
  token: string;
}

/** The two tokens that stand for a signed-in user. Both are secrets. */
export interface SessionTokens {
  /** Sent with every request; lives for an hour. */
  accessToken: string;
  /** Buys the next pair, once; lives for seven days. */
  refreshToken: string;
}

/** A signed-in user: the answer of register, login and refresh. */
export interface Session extends SessionTokens {
  success: true;
  userId: string;
  email: string;
  /** The same on Algorand, VOI and Aramid. */
  algorandAddress: string;
  /** The same on every EVM network. */
  evmAddress: string;
  /** Seconds until the access token expires. */
  expiresIn: number;
  errorCode: null;
  errorMessage: null;
}

/** What a user may do in an organization. */
export type Role = 'owner' | 'admin' | 'issuer' | 'compliance' | 'viewer';

/** What an organization pays for. */
export type Tier = 'Free' | 'Basic' | 'Pro' | 'Enterprise';

/** Terms of use. */
export interface TermsInForce {
  /** What `auth.register` takes as `acceptedTerms`. */
  version: string;
  /** Where they can be read. */
  url: string;
}

/** Who is signed in, and for which organization. */
export interface Profile {
  success: true;
  userId: string;
  email: string;
  /** Whether the user proved to read mail to the address; issuing on networks that are not local asks for it. */
  emailVerified: boolean;
  fullName: string | null;
  organizationId: string;
  role: Role;
  /** Set when an API key asks, for the user who made it. */
  apiKeyId: string | null;
  tier: Tier;
  /** The terms of use that were accepted at registration, and when (UTC, ISO 8601); null where there were none. */
  acceptedTerms: (TermsInForce & { acceptedAt: string }) | null;
  algorandAddress: string;
  evmAddress: string;
  /** UTC, ISO 8601. */
  createdAt: string;
}
