import { AppError } from '@biatec-tokens/core';

/** No answer came from a node, or one that says "not now". Nothing is known about what was asked. */
export function unreachable(networkId: string, what: string, cause?: unknown): AppError {
  return new AppError({
    code: 'BLOCKCHAIN_UNREACHABLE',
    message: `Cannot reach a node of ${networkId}: ${what}`,
    cause,
  });
}

/** A node answered with something that is no valid answer. */
export function invalidAnswer(networkId: string, what: string, cause?: unknown): AppError {
  return new AppError({
    code: 'BLOCKCHAIN_INVALID_ANSWER',
    message: `Cannot use the answer of a node of ${networkId}: ${what}`,
    cause,
  });
}

/** A node belongs to another chain than it should. */
export function wrongNetwork(
  networkId: string,
  { found, expected, local }: { found: string; expected: string; local: boolean },
): AppError {
  const remedy = local
    ? `The local chain was started afresh: give this server a new database, or start the chain with the state it had`
    : `Correct the endpoint of ${networkId}`;
  return new AppError({
    code: 'BLOCKCHAIN_WRONG_NETWORK',
    message: `Cannot use the node of ${networkId}: it is of chain "${found}", expected "${expected}"`,
    guidance: remedy,
    details: { networkId, found, expected },
  });
}
