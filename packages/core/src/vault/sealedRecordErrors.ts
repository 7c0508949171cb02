import { AppError } from '../error/appError.ts';

/** Thrown when a record is malformed, was changed, belongs to another owner, or meets the wrong data key. */
export class SealedRecordInvalidError extends AppError {
  override readonly name = 'SealedRecordInvalidError';

  constructor({ problem, cause }: { problem: string; cause?: unknown }) {
    super({
      code: 'SEALED_RECORD_INVALID',
      message: `Cannot open sealed record: ${problem}`,
      cause,
    });
  }
}

/** Thrown when a record was written in a version or with an algorithm that is not known here. */
export class SealedRecordUnsupportedError extends AppError {
  override readonly name = 'SealedRecordUnsupportedError';

  constructor(facts: { what: 'version' | 'algorithm'; found: number; known: number }) {
    super({
      code: 'SEALED_RECORD_UNSUPPORTED',
      message: `Cannot open sealed record: ${facts.what} is "${facts.found}", should be "${facts.known}"`,
      details: { ...facts },
    });
  }
}
