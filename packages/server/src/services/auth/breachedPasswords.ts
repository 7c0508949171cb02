import { dictionary } from '@zxcvbn-ts/language-common';

/**
 * Passwords that attackers try first, offline: about 49,000 that leaks have in common, in lower case (4.4 MB in memory).
 *
 * None of them follows the password rules as it stands, so people add to them what the rules ask for. That adds nothing
 * against guessing, and counts as the same password here: other case, letters written as digits or signs, and up to six
 * digits or signs around it.
 */
const breached: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/** More than this around a word is more than decoration. */
const decorationMax = 6;
/** Shorter cores say nothing: "Ok-" is in every other good password. */
const coreLengthMin = 4;

const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
};
/** Stands for either letter. */
const ambiguous = /[1!|]/g;

/** Whether a new password is on the list, or is one of it in disguise. */
export function isBreachedPassword(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase();
  return [text, ...coresOf(text)].some((core) => spellingsOf(core).some((it) => breached.has(it)));
}

/** The text without decoration at its end, at its start, and at both. */
function coresOf(text: string): string[] {
  const decoration = String.raw`[^\p{L}\p{M}]`;
  const atEnd = text.replace(new RegExp(`${decoration}+$`, 'u'), '');
  const atStart = text.replace(new RegExp(`^${decoration}+`, 'u'), '');
  const atBoth = atEnd.replace(new RegExp(`^${decoration}+`, 'u'), '');
  return [atEnd, atStart, atBoth].filter(
    (core) => core.length >= coreLengthMin && text.length - core.length <= decorationMax,
  );
}

function spellingsOf(core: string): string[] {
  const letters = core.replace(/[03457@$]/g, (sign) => lookalikes[sign] ?? sign);
  return [core, letters.replace(ambiguous, 'i'), letters.replace(ambiguous, 'l')];
}
