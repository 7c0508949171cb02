import { AppError } from './appError.ts';
import type { ErrorCode } from './errorCodes.ts';

/** One thing wrong with a request. */
export interface Problem {
  /** Where: `totalSupply`, `documents[0].sha256`, empty for the request as a whole. */
  readonly path: string;
  readonly code: ErrorCode;
  /** What is, and what should be. */
  readonly message: string;
}

/**
 * Thrown with everything that is wrong with a request, at once.
 *
 * The code is that of the problems when they share one, else `INVALID_REQUEST`; each problem keeps its own in `details.problems`.
 */
export class ValidationError extends AppError {
  override readonly name = 'ValidationError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const codes = new Set(problems.map((problem) => problem.code));
    const [first] = problems;
    const shared = codes.size === 1 && first !== undefined ? first.code : 'INVALID_REQUEST';
    super({
      code: shared,
      message:
        problems.length === 1 && first !== undefined
          ? sentenceOf(first)
          : `Cannot accept the request: ${problems.length} problems, listed in details.problems`,
      details: { problems },
    });
    this.problems = problems;
  }
}

function sentenceOf(problem: Problem): string {
  return problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`;
}
