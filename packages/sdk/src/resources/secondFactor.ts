import type { Transport } from '../internal/transport.ts';
import type { RequestOptions } from '../types/options.ts';
import type {
  ConfirmSecondFactorRequest,
  EnrolledSecondFactor,
  RecoveryCodes,
  SecondFactor,
  StepUpProof,
} from '../types/security.ts';

const path = 'api/v1/auth/second-factor';

/** One-time codes of an authenticator app, beside the password. */
export interface SecondFactorResource {
  /** Gets how it stands. */
  get(options?: RequestOptions): Promise<SecondFactor>;
  /**
   * Begins with one: gets the secret for an app, this once. It asks for nothing until it is confirmed.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED` without proof of who asks, or `EMAIL_NOT_VERIFIED` before `auth.verifyEmail`.
   */
  enrol(request?: StepUpProof, options?: RequestOptions): Promise<EnrolledSecondFactor>;
  /**
   * Puts it in force with a code of the app; gets the recovery codes, this once.
   *
   * @throws {PermissionError} `CODE_CONFIRMATION_FAILED`.
   */
  confirm(request: ConfirmSecondFactorRequest, options?: RequestOptions): Promise<RecoveryCodes>;
  /** Takes it away. @throws {PermissionError} `STEP_UP_REQUIRED` without proof of who asks. */
  disable(request?: StepUpProof, options?: RequestOptions): Promise<void>;
  /** Replaces the recovery codes; the old ones work no more. @throws {PermissionError} `STEP_UP_REQUIRED` without proof. */
  renewRecoveryCodes(request?: StepUpProof, options?: RequestOptions): Promise<RecoveryCodes>;
}

export function createSecondFactor(transport: Transport): SecondFactorResource {
  // Codes work once, and what is shown is shown once: a lost answer is not asked for again.
  const post = <Answer>(
    name: string,
    to: string,
    body: object,
    options?: RequestOptions,
  ): Promise<Answer> =>
    transport.send(
      {
        name,
        kind: 'session',
        method: 'POST',
        path: `${path}/${to}`,
        body,
        repeat: 'unless-sent',
      },
      options,
    );

  return {
    get: (options) =>
      transport.send(
        { name: 'get the second factor', kind: 'session', method: 'GET', path },
        options,
      ),
    enrol: (body = {}, options) => post('enrol a second factor', 'enrol', body, options),
    confirm: (body, options) => post('confirm the second factor', 'confirm', body, options),
    async disable(body = {}, options) {
      await post('disable the second factor', 'disable', body, options);
    },
    renewRecoveryCodes: (body = {}, options) =>
      post('renew the recovery codes', 'recovery-codes', body, options),
  };
}
