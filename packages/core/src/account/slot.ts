import { AppError } from '../error/appError.ts';

/** The largest slot: BIP-44 keeps the upper half of the 32-bit range for hardened steps. */
export const slotMax = 2 ** 31 - 1;

/**
 * Says whether a value is a slot, the number of an account under one phrase: an integer from 0 to {@link slotMax}.
 *
 * @param value - Any value; numeric text is no slot.
 * @returns True for a slot.
 * @example
 * isSlot(0) // true
 * isSlot('0') // false
 */
export function isSlot(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= slotMax;
}

/**
 * Returns the value as a slot.
 *
 * A slot is part of what keys are derived from, so nothing is rounded or clamped: another slot is another account.
 *
 * @param value - Any value.
 * @returns The same number.
 * @throws {InvalidSlotError} If it is not an integer from 0 to {@link slotMax}.
 * @example
 * parseSlot(1) // 1
 */
export function parseSlot(value: unknown): number {
  if (!isSlot(value)) throw new InvalidSlotError({ value });
  // -0 passes every comparison above and would be written "0" all the same; one slot, one number.
  return value === 0 ? 0 : value;
}

/** Thrown when a value is not the number of an account. */
export class InvalidSlotError extends AppError {
  override readonly name = 'InvalidSlotError';

  constructor({ value }: { value: unknown }) {
    const found = typeof value === 'number' ? `"${value}"` : `of type "${typeof value}"`;
    super({
      code: 'INVALID_SLOT',
      message: `Cannot use slot: is ${found}, should be an integer from 0 to ${slotMax}`,
      details: { slotMax },
    });
  }
}
