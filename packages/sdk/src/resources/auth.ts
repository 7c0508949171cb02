import type { Credentials } from '../internal/credentials.ts';
import type { Call, Transport } from '../internal/transport.ts';
import type { StepUp, StepUpRequest } from '../types/security.ts';
import type { RequestOptions } from '../types/options.ts';
import type { SwitchOrganizationRequest } from '../types/organization.ts';
import type {
  ChangePasswordRequest,
  ForgotPasswordRequest,
  LoginRequest,
  Profile,
  RegisterRequest,
  ResetPasswordRequest,
  Session,
  VerifyEmailRequest,
} from '../types/session.ts';

const path = 'api/v1/auth';

/** Users and their sessions. */
export interface AuthResource {
  /**
   * Registers a user, gives the organization its accounts, and signs in.
   *
   * A lost answer is not repeated, since the second one would say that the user exists: sign in then.
   *
   * @throws {ValidationError} `WEAK_PASSWORD` and its kin.
   * @throws {ConflictError} `USER_ALREADY_EXISTS`.
   * @throws {ValidationError} `INVITATION_INVALID` or `TERMS_NOT_ACCEPTED`; then nobody is registered.
   * @throws {SubscriptionLimitError} If the organization that invited has no room any more; then nobody is registered.
   * @throws {RateLimitError} While too many others wait.
   */
  register(request: RegisterRequest, options?: RequestOptions): Promise<Session>;
  /**
   * Signs in; the client uses and renews the session from now on.
   *
   * @throws {AuthenticationError} `INVALID_CREDENTIALS`, for an unknown email too; `SECOND_FACTOR_REQUIRED` or
   * `SECOND_FACTOR_INVALID` where the user has one: sign in again with a code.
   * @throws {AccountLockedError} After too many failures.
   */
  login(request: LoginRequest, options?: RequestOptions): Promise<Session>;
  /**
   * Renews the session now. The client does so by itself when the access token has expired.
   *
   * @throws {AuthenticationError} If the session has ended: sign in again.
   */
  refresh(): Promise<Session>;
  /**
   * Proves password and second factor again: for five minutes, dangerous operations ask for nothing more.
   *
   * @throws {PermissionError} `PASSWORD_CONFIRMATION_FAILED`, `CODE_CONFIRMATION_FAILED`, or `STEP_UP_REQUIRED` where a code is missing.
   */
  stepUp(request: StepUpRequest, options?: RequestOptions): Promise<StepUp>;
  /** Ends the session here and on the server. */
  logout(options?: RequestOptions): Promise<void>;
  /** Goes on in another of the user's organizations; the session is replaced. */
  switchOrganization(
    request: SwitchOrganizationRequest,
    options?: RequestOptions,
  ): Promise<Session>;
  /** Gets who is signed in, and for which organization. */
  profile(options?: RequestOptions): Promise<Profile>;
  /**
   * Changes the password. Every session ends; this client goes on with a new one.
   *
   * A lost answer is not repeated, since the old password opens nothing any more: sign in then.
   *
   * @throws {PermissionError} `PASSWORD_CONFIRMATION_FAILED`.
   * @throws {ValidationError} `WEAK_PASSWORD` and its kin.
   */
  changePassword(request: ChangePasswordRequest, options?: RequestOptions): Promise<Session>;
  /** Asks for a mail with a link to reset the password. The answer is the same for an email that nobody has. */
  forgotPassword(request: ForgotPasswordRequest, options?: RequestOptions): Promise<void>;
  /**
   * Sets another password with the token of the mailed link. Every session ends; sign in afterwards.
   *
   * @throws {ValidationError} `WEAK_PASSWORD` and its kin.
   * @throws {ApiError} `INVALID_RESET_TOKEN`.
   */
  resetPassword(request: ResetPasswordRequest, options?: RequestOptions): Promise<void>;
  /**
   * Confirms the email address with the token of the mailed link.
   *
   * @throws {ApiError} `INVALID_VERIFICATION_TOKEN`.
   */
  verifyEmail(request: VerifyEmailRequest, options?: RequestOptions): Promise<void>;
  /** Asks for another mail to confirm the email address. */
  resendVerification(options?: RequestOptions): Promise<void>;
}

export function createAuth(transport: Transport, credentials: Credentials): AuthResource {
  async function signIn(call: Call, options?: RequestOptions): Promise<Session> {
    const session = await transport.send<Session>(call, options);
    await credentials.setSession(session);
    return session;
  }

  return {
    register: (body, options) =>
      signIn(
        {
          name: 'register',
          kind: 'open',
          method: 'POST',
          path: `${path}/register`,
          body,
          repeat: 'unless-sent',
        },
        options,
      ),
    login: (body, options) =>
      signIn(
        { name: 'sign in', kind: 'open', method: 'POST', path: `${path}/login`, body },
        options,
      ),
    refresh: () => credentials.refresh(),
    stepUp: (body, options) =>
      transport.send(
        {
          name: 'prove who you are',
          kind: 'session',
          method: 'POST',
          path: `${path}/step-up`,
          body,
          repeat: 'unless-sent',
        },
        options,
      ),
    async logout(options) {
      await transport.send(
        { name: 'sign out', kind: 'session', method: 'POST', path: `${path}/logout` },
        options,
      );
      await credentials.setSession(null);
    },
    changePassword: (body, options) =>
      signIn(
        {
          name: 'change the password',
          kind: 'session',
          method: 'POST',
          path: `${path}/change-password`,
          body,
          repeat: 'unless-sent',
        },
        options,
      ),
    async forgotPassword(body, options) {
      await transport.send(
        {
          name: 'ask for a reset link',
          kind: 'open',
          method: 'POST',
          path: `${path}/forgot-password`,
          body,
        },
        options,
      );
    },
    async resetPassword(body, options) {
      await transport.send(
        {
          name: 'reset the password',
          kind: 'open',
          method: 'POST',
          path: `${path}/reset-password`,
          body,
          repeat: 'unless-sent',
        },
        options,
      );
    },
    async verifyEmail(body, options) {
      await transport.send(
        {
          name: 'confirm the email',
          kind: 'open',
          method: 'POST',
          path: `${path}/verify-email`,
          body,
          repeat: 'unless-sent',
        },
        options,
      );
    },
    async resendVerification(options) {
      await transport.send(
        {
          name: 'ask for a confirmation link',
          kind: 'session',
          method: 'POST',
          path: `${path}/resend-verification`,
        },
        options,
      );
    },
    switchOrganization: (body, options) =>
      signIn(
        {
          name: 'switch the organization',
          kind: 'session',
          method: 'POST',
          path: `${path}/switch-organization`,
          body,
          repeat: 'unless-sent',
        },
        options,
      ),
    profile: (options) =>
      transport.send(
        { name: 'get the profile', kind: 'session', method: 'GET', path: `${path}/profile` },
        options,
      ),
  };
}
