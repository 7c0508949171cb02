import { createHash } from 'node:crypto';
import type { Hex } from 'viem';

// PUSH32 of zero: what the compiler leaves where the constructor writes an immutable.
const placeholder = /7f0{64}/g;
const wordDigits = 64;

/**
 * Hashes the code a contract should have and the code it has, both without their immutables.
 *
 * Creation code ends with the code that it deploys, so its tail of the same length is what to compare with.
 */
export function compareRuntimeCode(
  bytecode: Hex,
  code: Hex,
): { readonly asked: string; readonly found: string } {
  const asked = bytecode.slice(-(code.length - 2)).toLowerCase();
  let found = code.slice(2).toLowerCase();
  for (const { index } of asked.matchAll(placeholder)) {
    // Whole bytes only: a match at an odd digit is no instruction.
    if (index % 2 !== 0) continue;
    const start = index + 2;
    found = `${found.slice(0, start)}${'0'.repeat(wordDigits)}${found.slice(start + wordDigits)}`;
  }
  return { asked: sha256(asked), found: sha256(found) };
}

function sha256(digits: string): string {
  return createHash('sha256').update(digits, 'hex').digest('hex');
}
