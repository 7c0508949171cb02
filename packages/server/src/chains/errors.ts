import { AppError, type ErrorCode, type NetworkId } from '@biatec-tokens/core';

/** Where an answer came from; `host` carries no path, since providers put keys there. */
export interface Origin {
  readonly networkId: NetworkId;
  readonly host: string;
}

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
  chain: { found: string; expected: string; local: boolean; host?: string },
): AppError {
  const { found, expected, local, host } = chain;
  const remedy = local
    ? `The local chain was started afresh: give this server a new database, or start the chain with the state it had`
    : `Correct the endpoint of ${networkId}`;
  return new AppError({
    code: 'BLOCKCHAIN_WRONG_NETWORK',
    message: `Cannot use the node of ${networkId}${host === undefined ? '' : ` (${host})`}: it is of chain "${found}", expected "${expected}"`,
    guidance: remedy,
    details: { networkId, found, expected },
  });
}

/** {@link unreachable}, naming the endpoint. */
export function unreachableAt(
  { networkId, host }: Origin,
  what: string,
  cause?: unknown,
): AppError {
  return unreachable(networkId, `${what} (${host})`, cause);
}

/** {@link invalidAnswer}, naming the endpoint. */
export function invalidAnswerOf(
  { networkId, host }: Origin,
  what: string,
  cause?: unknown,
): AppError {
  return invalidAnswer(networkId, `${what} (${host})`, cause);
}

/** Whether the node is what failed, so that another endpoint may do better. */
export function isNodeFailure(error: unknown): error is AppError {
  return error instanceof AppError && nodeFailures.has(error.code);
}

export function isUnreachable(error: unknown): error is AppError {
  return error instanceof AppError && error.code === 'BLOCKCHAIN_UNREACHABLE';
}

export function isWrongNetwork(error: unknown): boolean {
  return error instanceof AppError && error.code === 'BLOCKCHAIN_WRONG_NETWORK';
}

const nodeFailures: ReadonlySet<ErrorCode> = new Set([
  'BLOCKCHAIN_UNREACHABLE',
  'BLOCKCHAIN_INVALID_ANSWER',
  'BLOCKCHAIN_WRONG_NETWORK',
]);
