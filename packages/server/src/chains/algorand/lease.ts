import { createHash } from 'node:crypto';

/**
 * SHA-256 of "biatec:deployment:" and the id; for a later step, of its name as well.
 *
 * Each step has its own, or the lease of one would keep the next away for as long as its window lasts. So does each
 * further transaction of one sender in a group, which also keeps equal payments apart.
 */
export function leaseOf(
  deploymentId: string,
  { laterStep = null, further = 0 }: { laterStep?: string | null; further?: number } = {},
): Uint8Array {
  const suffix = [laterStep, further || null].filter((part) => part !== null);
  const text = ['biatec:deployment', deploymentId, ...suffix].join(':');
  return createHash('sha256').update(text).digest();
}
