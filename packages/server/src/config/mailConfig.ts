import { Secret } from '../internal/secret.ts';
import type { SmtpSettings } from '../mail/createSmtpMailer.ts';
import { senderForm, settings } from './settings.ts';

/** What the settings of mail come to. */
export interface MailConfig {
  /** Null: nobody sends; in development a page shows what would be sent. */
  readonly smtp: SmtpSettings | null;
  /** Where links in mails lead; null: to this server itself. */
  readonly publicUrl: string | null;
}

/** The settings of mail as they were read; absent where they were wrong. */
export interface MailValues {
  readonly smtpUrl: Secret<string> | undefined;
  readonly mailFrom: string | undefined;
  readonly publicUrl: string | undefined;
}

const senderName = 'BiatecTokens';

/** Puts the settings of mail together, and tells what does not go together. */
export function mailConfigOf(
  values: Partial<MailValues> & { readonly environment?: string },
  problem: (name: string, message: string) => void,
): MailConfig {
  const { smtpUrl, mailFrom, publicUrl = null } = values;
  if (smtpUrl === undefined) return { smtp: null, publicUrl };
  if (publicUrl === null && values.environment === 'production')
    problem(
      settings.publicUrl.name,
      `is required by ${settings.smtpUrl.name} in production: links in mails would lead nowhere`,
    );
  const url = new URL(smtpUrl.reveal());
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  const password = new Secret(decodeURIComponent(url.password));
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return {
    publicUrl,
    smtp: {
      host,
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      credentials: user === '' ? null : { user, password },
      from: fromOf(mailFrom, publicUrl === null ? 'localhost' : new URL(publicUrl).hostname),
    },
  };
}

function fromOf(text: string | undefined, host: string): SmtpSettings['from'] {
  const found = senderForm.exec(text ?? '')?.groups;
  const address = found?.['inside'] ?? found?.['alone'] ?? `no-reply@${host}`;
  return { name: found?.['name']?.trim() ?? senderName, address };
}
