import { isResting } from '@biatec-tokens/core';
import { eq, sql } from 'drizzle-orm';
import type { Lease } from '../../../ports/store/index.ts';
import { deployments } from '../schema.ts';
import type { Session } from '../session.ts';

/** Whoever holds the lease may sign, but never for a deployment that came to rest. */
export type MaySign = (lease: Lease) => boolean;

export function createMaySign({ db }: Session): MaySign {
  const holder = db
    .select({ leaseToken: deployments.leaseToken, state: deployments.state })
    .from(deployments)
    .where(eq(deployments.id, sql.placeholder('deploymentId')))
    .prepare();
  return ({ deploymentId, token }) => {
    const found = holder.get({ deploymentId });
    return found !== undefined && found.leaseToken === token && !isResting(found.state);
  };
}
