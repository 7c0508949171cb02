import {
  AppError,
  checkTokenRequest,
  isTokenType,
  tokenTypes,
  ValidationError,
  type NetworkId,
  type TokenRequests,
  type TokenType,
} from '@biatec-tokens/core';
import { z } from 'zod';
import type { Issuers } from '../../services/getIssuers.ts';

/** A token type with the body of its request. */
export type TokenDraft = {
  [Type in TokenType]: { tokenType: Type; body: TokenRequests[Type] };
}[TokenType];

// The standard's own rules judge type and body, so that every problem comes with its path and its code.
export const tokenDraft = z.strictObject({
  tokenType: z.string(),
  body: z.unknown(),
}) as unknown as z.ZodType<TokenDraft, TokenDraft>;

/** A request that follows every rule of its standard, in the form that is stored. */
export interface CheckedDraft {
  readonly tokenType: TokenType;
  readonly networkId: NetworkId;
  readonly reference: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Checks a draft against its standard.
 *
 * @throws {AppError} TOKEN_TYPE_UNKNOWN, or a ValidationError with every problem
 */
export function checkDraft(draft: TokenDraft, issuers: Issuers): CheckedDraft {
  const tokenType: string = draft.tokenType;
  if (!isTokenType(tokenType)) {
    throw new AppError({
      code: 'TOKEN_TYPE_UNKNOWN',
      message: 'Cannot issue a token of this type: no standard has this name',
      details: { tokenTypes },
    });
  }
  const issuer = { avm: issuers.avm.address, evm: issuers.evm.address };
  const check = checkTokenRequest({ tokenType, body: draft.body, issuer });
  if (!check.ok) throw new ValidationError(check.problems);
  return {
    tokenType,
    networkId: check.network,
    reference: check.reference ?? null,
    parameters: { ...check.parameters },
  };
}
