import { AppError, SealedRecordInvalidError } from '@biatec-tokens/core';
import { assertNever } from '../internal/assertNever.ts';

/** Why a key service did not do what it was asked. */
export type KeyServiceProblem =
  /** No answer at all: not reached, or the connection broke. */
  | 'unreachable'
  | 'late'
  | 'throttled'
  /** The service has trouble of its own. */
  | 'failing'
  /** Who we say we are is not believed. */
  | 'not-authenticated'
  /** Who we are may not use the key. */
  | 'not-permitted'
  | 'key-missing'
  | 'key-disabled'
  /** It answered something that makes no sense. */
  | 'strange-answer'
  /** What should be unwrapped was changed, or belongs to another key or owner. */
  | 'not-authentic';

/** Thrown by the client of a key service. Holds no answer and no request: those hold tokens and data keys. */
export class KeyServiceError extends Error {
  override readonly name = 'KeyServiceError';
  readonly problem: KeyServiceProblem;

  /** @param label - The service's own name for it, such as `AccessDeniedException`. */
  constructor(problem: KeyServiceProblem, label = '') {
    super(label);
    this.problem = problem;
  }
}

/** Thrown when a key provider cannot be used now. */
export class KeyProviderUnavailableError extends AppError {
  override readonly name = 'KeyProviderUnavailableError';
  readonly problem: KeyServiceProblem;

  constructor({
    provider,
    problem,
    label,
  }: {
    provider: string;
    problem: Exclude<KeyServiceProblem, 'not-authentic'>;
    label: string;
  }) {
    const named = label === '' ? '' : ` (${label})`;
    super({
      code: 'KEY_PROVIDER_UNAVAILABLE',
      message: `Cannot use key provider "${provider}": ${sentenceOf(problem)}${named}`,
      retryAfterSeconds: retryAfterSecondsOf(problem),
    });
    this.problem = problem;
  }
}

/** The error that callers of a provider meet. */
export function mapKeyServiceError(provider: string, thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  // Anything else may quote what was sent, so nothing of it is kept.
  const error = thrown instanceof KeyServiceError ? thrown : new KeyServiceError('unreachable');
  if (error.problem === 'not-authentic') {
    return new SealedRecordInvalidError({
      problem: `its data key is not one that provider "${provider}" wrapped for this owner`,
    });
  }
  return new KeyProviderUnavailableError({
    provider,
    problem: error.problem,
    label: printable(error.message),
  });
}

function sentenceOf(problem: Exclude<KeyServiceProblem, 'not-authentic'>): string {
  switch (problem) {
    case 'unreachable':
      return 'it cannot be reached';
    case 'late':
      return 'it did not answer in time';
    case 'throttled':
      return 'it was asked too much';
    case 'failing':
      return 'it has trouble of its own';
    case 'not-authenticated':
      return 'it does not accept our credentials';
    case 'not-permitted':
      return 'it does not let us use the key';
    case 'key-missing':
      return 'it does not have the key';
    case 'key-disabled':
      return 'the key is disabled';
    case 'strange-answer':
      return 'its answer cannot be used';
    default:
      return assertNever(problem);
  }
}

/** What an operator must mend takes longer than what passes. */
function retryAfterSecondsOf(problem: KeyServiceProblem): number {
  return ['unreachable', 'late', 'throttled', 'failing'].includes(problem) ? 5 : 60;
}

/** A service's own name for a problem, if it looks like a name and like nothing else. */
function printable(label: string): string {
  return /^[A-Za-z][\w .-]{0,79}$/.test(label) ? label : '';
}
