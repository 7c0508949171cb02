import type { MailMessage } from '../ports/mailer.ts';
import type { Mail } from '../ports/store/index.ts';
import { escapeHtml, toPlainLine } from './plainText.ts';
import { templates, type MailWords } from './templates.ts';

export interface RenderOptions {
  /** Where links lead: the setting PUBLIC_URL. */
  readonly publicUrl: string;
  /** Part of the Message-ID after the @. */
  readonly domain: string;
  /** The secret of the mail's link; null where it has none. */
  readonly token: string | null;
}

/** Writes a stored mail: the same message every time, but for its link's secret. */
export function renderMail(
  mail: Pick<Mail, 'id' | 'kind' | 'to' | 'facts' | 'createdAt'>,
  { publicUrl, domain, token }: RenderOptions,
): MailMessage {
  const facts = Object.fromEntries(
    Object.entries(mail.facts)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, toPlainLine(value ?? '')]),
  );
  const words = templates[mail.kind]({
    facts,
    at: mail.createdAt,
    link: (path) => linkTo(publicUrl, path, token),
  });
  return {
    messageId: `<${mail.id}@${domain}>`,
    to: mail.to,
    subject: toPlainLine(words.subject),
    text: toText(words),
    html: toHtml(words),
    at: mail.createdAt,
  };
}

/** The secret goes behind the #, which browsers keep to themselves: it is in no log of a server or proxy, and in no Referer. */
function linkTo(publicUrl: string, path: string, token: string | null): string {
  if (token === null) throw new Error(`Cannot link to "${path}": the mail has no token`);
  return `${publicUrl.replace(/\/$/, '')}/${path}#token=${token}`;
}

const signature = 'BiatecTokens';

function toText({ paragraphs, link, closing }: MailWords): string {
  const parts = [
    ...paragraphs,
    ...(link === undefined ? [] : [`${link.title}:\n${link.url}`]),
    ...(closing === undefined ? [] : [closing]),
    `-- \n${signature}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function toHtml({ subject, paragraphs, link, closing }: MailWords): string {
  const parts = [
    ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
    ...(link === undefined
      ? []
      : [
          `<p><a href="${escapeHtml(link.url)}" style="display:inline-block;padding:10px 16px;background:#1f5f8b;color:#ffffff;text-decoration:none;border-radius:4px">${escapeHtml(link.title)}</a></p>`,
          `<p style="font-size:12px;color:#555555">${escapeHtml(link.url)}</p>`,
        ]),
    ...(closing === undefined ? [] : [`<p>${escapeHtml(closing)}</p>`]),
  ];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(toPlainLine(subject))}</title></head>
<body style="font-family:sans-serif;font-size:15px;line-height:1.5;color:#1b1b1b;max-width:560px">
${parts.join('\n')}
<p style="color:#555555">${signature}</p>
</body>
</html>
`;
}
