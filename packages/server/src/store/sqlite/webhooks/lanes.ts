import { and, asc, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import { deliveries } from '../schema.ts';
import { given, type Session } from '../session.ts';

/** Deliveries of one deployment to one endpoint: they go out one by one, in the order of their events. */
export interface Lane {
  readonly endpointId: string;
  readonly deploymentId: string;
}

export interface Lanes {
  /** Tells whether everything so far has succeeded, so that a new delivery is the head. */
  isClear(lane: Lane): boolean;
  /** Makes the earliest delivery that has not succeeded the head again, after one of the lane changed. */
  settle(lane: Lane, now: Date): void;
}

// Written out, since SQLite uses a partial index only for the very condition of the index.
const isUnsettled = sql`${deliveries.status} <> 'succeeded'`;

export function createLanes({ db }: Session): Lanes {
  const inLane = and(
    eq(deliveries.endpointId, sql.placeholder('endpointId')),
    eq(deliveries.deploymentId, sql.placeholder('deploymentId')),
    isUnsettled,
  );
  const head = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(inLane)
    .orderBy(asc(deliveries.eventPosition))
    .limit(1)
    .prepare();
  const hold = db
    .update(deliveries)
    .set({ nextAttemptAt: null })
    .where(
      and(
        inLane,
        isNotNull(deliveries.nextAttemptAt),
        ne(deliveries.id, sql.placeholder('headId')),
      ),
    )
    .prepare();
  // A parked head stays parked and holds back the rest until somebody redelivers it.
  const release = db
    .update(deliveries)
    .set({ nextAttemptAt: given(deliveries.nextAttemptAt, 'now') })
    .where(
      and(
        eq(deliveries.id, sql.placeholder('headId')),
        isNull(deliveries.nextAttemptAt),
        ne(deliveries.status, 'parked'),
      ),
    )
    .prepare();

  return {
    isClear: (lane) => head.get({ ...lane }) === undefined,

    settle(lane, now) {
      const headId = head.get({ ...lane })?.id;
      if (headId === undefined) return;
      hold.run({ ...lane, headId });
      release.run({ headId, now });
    },
  };
}
