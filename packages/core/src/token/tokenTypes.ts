/** The eleven standards, as the route `POST /api/v1/token/{token-type}` spells them. */
export const tokenTypes = [
  'asa-ft',
  'asa-nft',
  'asa-fnft',
  'arc3-ft',
  'arc3-nft',
  'arc3-fnft',
  'arc200-mintable',
  'arc200-preminted',
  'arc1400',
  'erc20-mintable',
  'erc20-preminted',
] as const;

/** One of the eleven standards. */
export type TokenType = (typeof tokenTypes)[number];

/** What a token is on chain; several standards share one. */
export const tokenProtocols = ['ASA', 'ARC3', 'ARC200', 'ARC1400', 'ERC20'] as const;

/** What a token is on chain; several standards share one. */
export type TokenProtocol = (typeof tokenProtocols)[number];

/**
 * Says whether a text names one of the eleven standards, in exactly its spelling.
 *
 * @param text - Such as the last part of a route.
 * @returns True for a {@link TokenType}.
 * @example
 * isTokenType('asa-ft') // true
 * isTokenType('ASA') // false
 */
export function isTokenType(text: string): text is TokenType {
  return tokenTypes.some((type) => type === text);
}
