/** The words of a phrase as entered, in lower case. Not exported from the room. */
export function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
