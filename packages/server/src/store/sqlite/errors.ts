import { AppError } from '@biatec-tokens/core';

/** Primary result codes of SQLite with which the database is full, locked, broken or gone. */
const unavailableCodes = [
  'SQLITE_FULL',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_NOMEM',
  'SQLITE_CORRUPT',
  'SQLITE_NOTADB',
  'SQLITE_PERM',
] as const;

/** Translates what SQLite throws; whatever is no trouble of the database itself is given back as it is. */
export function mapSqliteError(error: unknown): unknown {
  const code = sqliteCodeOf(error);
  if (code === undefined || !unavailableCodes.some((known) => isKind(code, known))) return error;
  return new StoreUnavailableError(reasons.get(primaryOf(code)) ?? 'it does not answer', error);
}

/** Tells whether another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code !== undefined && isKind(code, 'SQLITE_BUSY');
}

const reasons = new Map<string, string>([
  ['SQLITE_FULL', 'it is full'],
  ['SQLITE_BUSY', 'another process holds its lock'],
  ['SQLITE_LOCKED', 'another process holds its lock'],
  ['SQLITE_READONLY', 'it cannot be written'],
]);

/** The `code` of a SQLite error, which a query builder may have wrapped. */
function sqliteCodeOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && cause.code.startsWith('SQLITE_'))
      return cause.code;
  }
  return undefined;
}

/** Extended codes carry the primary one in front: `SQLITE_IOERR_FSYNC`. */
function isKind(code: string, primary: string): boolean {
  return code === primary || code.startsWith(`${primary}_`);
}

function primaryOf(code: string): string {
  return code.split('_').slice(0, 2).join('_');
}

/** Thrown when the database is full, locked or gone. Nothing of the call was stored. */
export class StoreUnavailableError extends AppError {
  override readonly name = 'StoreUnavailableError';

  constructor(reason: string, cause?: unknown) {
    super({
      code: 'STORE_UNAVAILABLE',
      message: `Cannot reach the database: ${reason}`,
      retryAfterSeconds: 5,
      cause,
    });
  }
}
