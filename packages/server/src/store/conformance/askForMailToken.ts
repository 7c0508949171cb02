import type { MailToken } from '../../ports/store/index.ts';
import type { StoreHarness } from './fixture.ts';
import { at, hashOf, start } from './samples.ts';

export const tokenMs = 60_000;

interface AskOptions {
  readonly liveMax?: number;
  readonly purpose?: MailToken['purpose'];
}

/** Stores a mailed token, whose secret hashes to it, with its mail; it lives for {@link tokenMs}. */
export async function askForMailToken(
  h: StoreHarness,
  user: { id: string; email: string },
  secret: string,
  { liveMax = 10, purpose = 'email-verification' }: AskOptions = {},
): Promise<MailToken> {
  const token: MailToken = {
    hash: hashOf(secret),
    purpose,
    userId: user.id,
    email: user.email,
    createdAt: start,
    expiresAt: at(tokenMs),
  };
  const mail = h.samples.mail({ userId: user.id }, { kind: purpose });
  await h.store.requestMailToken({ token, mail, liveMax, audit: h.samples.audit() });
  return token;
}
