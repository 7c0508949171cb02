/** Which URLs may be called. */
export interface WebhookPolicy {
  /** @throws {AppError} WEBHOOK_URL_REFUSED with the reason; checks form and, where possible, every resolved address. */
  checkUrl(url: string): Promise<void>;
}
