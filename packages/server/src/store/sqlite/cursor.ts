import { Buffer } from 'node:buffer';
import { AppError } from '@biatec-tokens/core';

/**
 * Cursors are opaque to callers: base64url of the kind of list and the place in it, so that a cursor of one list is
 * refused by another.
 */
export function writeCursor(list: string, place: readonly (string | number)[]): string {
  return Buffer.from([list, ...place].join(' '), 'utf8').toString('base64url');
}

/** @throws {InvalidCursorError} unless `writeCursor` wrote it for this list. */
export function readCursor(list: string, cursor: string, length: number): string[] {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [kind, ...place] = text.split(' ');
  // Buffer's decoder skips what it does not know, so only a text that writes back the same was ours.
  const isOurs = kind === list && place.length === length && writeCursor(list, place) === cursor;
  if (!isOurs) throw new InvalidCursorError();
  return place;
}

/** A whole number in a cursor. */
export function readPlace(text: string | undefined): number {
  const place = /^(0|[1-9]\d{0,15})$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(place)) throw new InvalidCursorError();
  return place;
}

/** Thrown for a cursor that no page of this list ended with. */
export class InvalidCursorError extends AppError {
  override readonly name = 'InvalidCursorError';

  constructor() {
    super({
      code: 'INVALID_CURSOR',
      message: 'Cannot read the cursor: it should be the nextCursor of an earlier answer',
    });
  }
}
