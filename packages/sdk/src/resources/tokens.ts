import type { TokenRequests, TokenType } from '@biatec-tokens/core';
import type { Transport } from '../internal/transport.ts';
import type { AcceptedDeployment, ValidatedToken } from '../types/deployment.ts';
import type { RequestOptions } from '../types/options.ts';

/** Issuing tokens of the eleven standards. */
export interface TokensResource {
  /**
   * Issues a token. The answer comes as soon as the issuance is stored; follow it with `deployments.wait`.
   *
   * However often the call is repeated with one idempotency key, there is one token.
   *
   * @param tokenType - The standard; it decides what the request may have.
   * @param request - Amounts are decimal strings of whole tokens: `"12.5"`.
   * @throws {ValidationError} With everything wrong at once in `problems`.
   * @throws {IdempotencyError} If the key was used for another request.
   * @throws {PermissionError} `EMAIL_NOT_VERIFIED` on public networks before `auth.verifyEmail`, or `FORBIDDEN` for the role.
   * @throws {ConflictError} If the network or the standard cannot be used on this server.
   * @example
   * const { deploymentId } = await client.tokens.issue('asa-ft', {
   *   network: 'algorand-testnet',
   *   name: 'Gold',
   *   unitName: 'GLD',
   *   totalSupply: '1000000',
   *   decimals: 6,
   * });
   */
  issue<Type extends TokenType>(
    tokenType: Type,
    request: TokenRequests[Type],
    options?: RequestOptions,
  ): Promise<AcceptedDeployment>;
  /**
   * Checks a request against every rule and shows what would be stored, sent and paid; issues nothing.
   *
   * Issuing the same request right after sends the planned transactions, but for what each one's `dependsOn` names.
   *
   * @throws {ValidationError} With everything wrong at once in `problems`.
   * @example
   * const { plan } = await client.tokens.validate('erc20-preminted', request);
   * plan?.cost.total; // "0.0021"
   */
  validate<Type extends TokenType>(
    tokenType: Type,
    request: TokenRequests[Type],
    options?: Omit<RequestOptions, 'idempotencyKey'>,
  ): Promise<ValidatedToken>;
}

export function createTokens(transport: Transport): TokensResource {
  const pathOf = (tokenType: string) => `api/v1/token/${encodeURIComponent(tokenType)}`;
  return {
    issue: (tokenType, body, options) =>
      transport.send(
        {
          name: `issue "${tokenType}"`,
          kind: 'keyed',
          method: 'POST',
          path: pathOf(tokenType),
          body,
        },
        options,
      ),
    validate: (tokenType, body, options) =>
      transport.send(
        {
          name: `validate "${tokenType}"`,
          kind: 'session',
          method: 'POST',
          path: `${pathOf(tokenType)}/validate`,
          body,
        },
        options,
      ),
  };
}
