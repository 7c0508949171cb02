import { and, count, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { ApiKeyStore, ChainFamily } from '../../ports/store/index.ts';
import type { AppendAudit } from './audit.ts';
import { readCursor, readPlace, writeCursor } from './cursor.ts';
import { accounts, apiKeys, memberships, organizations, users } from './schema.ts';
import { given, prepareInsert, type Session } from './session.ts';

export function createApiKeyStore(
  { db, read, write }: Session,
  appendAudit: AppendAudit,
): ApiKeyStore {
  const insert = prepareInsert(db, apiKeys);
  const avm = alias(accounts, 'avm');
  const evm = alias(accounts, 'evm');
  const isFirstAccount = (account: typeof avm | typeof evm, family: ChainFamily) =>
    and(
      eq(account.organizationId, apiKeys.organizationId),
      eq(account.family, family),
      eq(account.slot, 0),
    );

  // Whoever is no member any more, or was deactivated, takes their keys along.
  const byHash = db
    .select({
      apiKey: apiKeys,
      user: users,
      organization: {
        id: organizations.id,
        name: organizations.name,
        tier: organizations.tier,
        createdAt: organizations.createdAt,
      },
      role: memberships.role,
      algorandAddress: avm.address,
      evmAddress: evm.address,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.createdBy))
    .innerJoin(organizations, eq(organizations.id, apiKeys.organizationId))
    .innerJoin(
      memberships,
      and(eq(memberships.userId, users.id), eq(memberships.organizationId, organizations.id)),
    )
    .innerJoin(avm, isFirstAccount(avm, 'avm'))
    .innerJoin(evm, isFirstAccount(evm, 'evm'))
    .where(
      and(
        eq(apiKeys.hash, sql.placeholder('hash')),
        isLive(given(apiKeys.expiresAt, 'now')),
        eq(users.status, 'active'),
      ),
    )
    .prepare();

  const isOne = (organizationId: string, id: string) =>
    and(eq(apiKeys.id, id), eq(apiKeys.organizationId, organizationId));

  return {
    createApiKey: (key, audit, { liveMax, now }) =>
      write(() => {
        const live = db
          .select({ count: count() })
          .from(apiKeys)
          .where(
            and(
              eq(apiKeys.organizationId, key.organizationId),
              isLive(sql`${sql.param(now, apiKeys.expiresAt)}`),
            ),
          )
          .get();
        if (live === undefined || live.count >= liveMax) return false;
        insert(key);
        appendAudit(audit);
        return true;
      }),

    listApiKeys: (organizationId, { cursor, limit }) =>
      read(() => {
        const rows = db
          .select()
          .from(apiKeys)
          .where(
            and(
              eq(apiKeys.organizationId, organizationId),
              cursor === undefined ? undefined : isAfter(cursor),
            ),
          )
          .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
          .limit(limit + 1)
          .all();
        const items = rows.slice(0, limit);
        const last = items.at(-1);
        const hasMore = rows.length > limit && last !== undefined;
        return {
          items,
          nextCursor: hasMore ? writeCursor('key', [last.createdAt.getTime(), last.id]) : null,
        };
      }),

    revokeApiKey: (organizationId, id, now, audit) =>
      write(() => {
        const { changes } = db
          .update(apiKeys)
          .set({ revokedAt: now })
          .where(and(isOne(organizationId, id), isNull(apiKeys.revokedAt)))
          .run();
        if (changes > 0) appendAudit(audit);
        return db.select().from(apiKeys).where(isOne(organizationId, id)).get();
      }),

    findApiKeyPrincipal: (hash, now) => read(() => byHash.get({ hash, now })),

    noteApiKeyUse: (id, now) =>
      write(() => {
        db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, id)).run();
      }),
  };
}

function isLive(now: ReturnType<typeof given>) {
  return and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)));
}

function isAfter(cursor: string) {
  const [createdAt, id = ''] = readCursor('key', cursor, 2);
  return sql`(${apiKeys.createdAt}, ${apiKeys.id}) < (${readPlace(createdAt)}, ${id})`;
}
