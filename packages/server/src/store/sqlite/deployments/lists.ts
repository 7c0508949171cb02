import { and, asc, count, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { DeploymentFilter, DeploymentStore } from '../../../ports/store/index.ts';
import { isOlderThan, placeOfTimeAndId, toPage } from '../page.ts';
import { deployments, history } from '../schema.ts';
import type { Session } from '../session.ts';
import { toBlock, toDeployment } from './rows.ts';

type Lists = Pick<
  DeploymentStore,
  'findDeployment' | 'listDeployments' | 'listHistory' | 'countDeployments'
>;

export function createLists({ db, read }: Session): Lists {
  const ofOrganization = db
    .select()
    .from(deployments)
    .where(
      and(
        eq(deployments.id, sql.placeholder('id')),
        eq(deployments.organizationId, sql.placeholder('organizationId')),
      ),
    )
    .prepare();
  const historyOf = db
    .select()
    .from(history)
    .where(eq(history.deploymentId, sql.placeholder('deploymentId')))
    .orderBy(asc(history.sequence))
    .prepare();

  return {
    findDeployment: (organizationId, id) =>
      read(() => {
        const row = ofOrganization.get({ organizationId, id });
        return row && toDeployment(row);
      }),

    listDeployments: (organizationId, filter, { cursor, limit }) =>
      read(() => {
        const rows = db
          .select()
          .from(deployments)
          .where(
            and(
              eq(deployments.organizationId, organizationId),
              ...conditionsOf(filter),
              isOlderThan(cursor, 'dep', deployments),
            ),
          )
          .orderBy(desc(deployments.createdAt), desc(deployments.id))
          .limit(limit + 1)
          .all();
        const page = toPage(rows, limit, { list: 'dep', placeOf: placeOfTimeAndId });
        return { ...page, items: page.items.map(toDeployment) };
      }),

    listHistory: (deploymentId) =>
      read(() =>
        historyOf.all({ deploymentId }).map(({ blockNumber, blockHash, ...row }) => ({
          ...row,
          block: toBlock(blockNumber, blockHash),
        })),
      ),

    countDeployments: () =>
      read(() =>
        db
          .select({
            networkId: deployments.networkId,
            state: deployments.state,
            count: count(),
          })
          .from(deployments)
          .groupBy(deployments.networkId, deployments.state)
          .all(),
      ),
  };
}

function conditionsOf(filter: DeploymentFilter): (SQL | undefined)[] {
  const { state, networkId, tokenType, reference, createdAfter, createdBefore } = filter;
  return [
    state && eq(deployments.state, state),
    networkId && eq(deployments.networkId, networkId),
    tokenType && eq(deployments.tokenType, tokenType),
    reference === undefined ? undefined : eq(deployments.reference, reference),
    createdAfter && gte(deployments.createdAt, createdAfter),
    createdBefore && lt(deployments.createdAt, createdBefore),
  ];
}

/** Older than the last row of the page before, by the order of the list. */
