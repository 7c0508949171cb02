/** Thrown by a pinner that could not do what it was asked; the words are safe to show. */
export class PinError extends Error {
  override readonly name = 'PinError';
  /** Whether trying again may help. */
  readonly mayPass: boolean;

  constructor(reason: string, { mayPass, cause }: { mayPass: boolean; cause?: unknown }) {
    super(reason, cause === undefined ? undefined : { cause });
    this.mayPass = mayPass;
  }
}

/** What an HTTP status says about a pinner: whoever is not let in, or asks wrongly, need not ask again. */
export function pinErrorOfStatus(status: number, said = ''): PinError {
  const words = status === 401 || status === 403 ? 'does not let us in' : 'refused';
  const detail = said === '' ? '' : `: ${shorten(said)}`;
  const mayPass = status >= 500 || status === 408 || status === 429;
  return new PinError(`it ${words}, with HTTP status ${status}${detail}`, { mayPass });
}

/** Others' words are told in one short line. */
export function shorten(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length <= 200 ? line : `${line.slice(0, 200).toWellFormed()}…`;
}
