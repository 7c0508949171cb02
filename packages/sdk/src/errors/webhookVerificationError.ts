import type { ErrorCode } from '@biatec-tokens/core';
import { BiatecTokensError } from './biatecTokensError.ts';

/** Why a webhook is refused. */
export type WebhookVerificationCode = Extract<
  ErrorCode,
  'WEBHOOK_SIGNATURE_INVALID' | 'WEBHOOK_TIMESTAMP_INVALID' | 'WEBHOOK_SECRET_INVALID'
>;

/** Thrown when a request is not a webhook of yours, not a fresh one, or cannot be judged with the secret given. */
export class WebhookVerificationError extends BiatecTokensError {
  override readonly name = 'WebhookVerificationError';
  readonly code: WebhookVerificationCode;

  constructor({ code, problem }: { code: WebhookVerificationCode; problem: string }) {
    super(`Cannot verify webhook: ${problem}`);
    this.code = code;
  }
}
