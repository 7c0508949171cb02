/**
 * A value from outside as one line of plain text, for mails.
 *
 * Whatever is no visible character becomes a space: CR and LF, which would begin another header; U+2028 and U+2029,
 * which break lines too; escapes that colour a terminal; and the signs that turn the direction of writing around.
 */
export function toPlainLine(value: string, lengthMax = 200): string {
  const line = value
    .toWellFormed()
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= lengthMax ? line : `${line.slice(0, lengthMax).toWellFormed()}…`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
