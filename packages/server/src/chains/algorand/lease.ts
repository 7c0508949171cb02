import { createHash } from 'node:crypto';

/**
 * SHA-256 of "biatec:deployment:" and the id; for a later step, of its name as well.
 *
 * Each step has its own, or the lease of one would keep the next away for as long as its window lasts.
 */
export function leaseOf(deploymentId: string, laterStep: string | null = null): Uint8Array {
  const suffix = laterStep === null ? '' : `:${laterStep}`;
  return createHash('sha256').update(`biatec:deployment:${deploymentId}${suffix}`).digest();
}
