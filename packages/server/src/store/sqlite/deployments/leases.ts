import { and, asc, eq, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { ClaimedDeployment, DeploymentStore } from '../../../ports/store/index.ts';
import { deployments } from '../schema.ts';
import { given, givenAll, type Session } from '../session.ts';
import type { FindAttempts } from './attempts.ts';
import { toDeployment } from './rows.ts';

type Leases = Pick<DeploymentStore, 'claimDueDeployments' | 'renewLease' | 'nextDueAt'>;

export function createLeases(
  { db, ids, read, write }: Session,
  findAttempts: FindAttempts,
): Leases {
  const due = db
    .select()
    .from(deployments)
    .where(
      and(
        lte(deployments.dueAt, given(deployments.dueAt, 'now')),
        or(
          isNull(deployments.leaseUntil),
          lte(deployments.leaseUntil, given(deployments.leaseUntil, 'now')),
        ),
      ),
    )
    .orderBy(asc(deployments.dueAt))
    .limit(sql.placeholder('limit'))
    .prepare();
  const lease = db
    .update(deployments)
    .set(givenAll(deployments, ['leaseToken', 'leaseUntil', 'leasedBy']))
    .where(eq(deployments.id, sql.placeholder('id')))
    .prepare();
  const renew = db
    .update(deployments)
    .set({ leaseUntil: given(deployments.leaseUntil, 'until') })
    .where(
      and(
        eq(deployments.id, sql.placeholder('deploymentId')),
        eq(deployments.leaseToken, sql.placeholder('token')),
      ),
    )
    .prepare();

  const earliestFree = db
    .select({ at: deployments.dueAt })
    .from(deployments)
    .where(and(isNotNull(deployments.dueAt), isNull(deployments.leaseUntil)))
    .orderBy(asc(deployments.dueAt))
    .limit(1)
    .prepare();
  const earliestLeased = db
    .select({ at: sql<number | null>`min(max(${deployments.dueAt}, ${deployments.leaseUntil}))` })
    .from(deployments)
    .where(and(isNotNull(deployments.leaseUntil), isNotNull(deployments.dueAt)))
    .prepare();

  return {
    claimDueDeployments: ({ workerId, now, leaseMs, limit }) =>
      write(() =>
        // Found and leased under the write lock: no other worker, in whatever process, can find the same rows.
        due.all({ now, limit }).map((row): ClaimedDeployment => {
          const token = ids.guid();
          const leaseUntil = new Date(now.getTime() + leaseMs);
          lease.run({ id: row.id, leaseToken: token, leaseUntil, leasedBy: workerId });
          return {
            deployment: toDeployment(row),
            lease: { deploymentId: row.id, token },
            attempt: findAttempts.latest(row.id) ?? null,
          };
        }),
      ),

    renewLease: (held, until) => write(() => renew.run({ ...held, until }).changes === 1),

    nextDueAt: () =>
      read(() => {
        const free = earliestFree.get()?.at?.getTime();
        const leased = earliestLeased.get()?.at ?? undefined;
        const earliest = Math.min(free ?? Infinity, leased ?? Infinity);
        return Number.isFinite(earliest) ? new Date(earliest) : null;
      }),
  };
}
