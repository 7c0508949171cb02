import type { Database } from 'better-sqlite3';
import { sql } from 'drizzle-orm';
import type { Ids } from '../../ports/ids.ts';
import type { Log } from '../../ports/log.ts';
import type { Store } from '../../ports/store/index.ts';
import { createAccountStore } from './accounts.ts';
import { createApiKeyStore } from './apiKeys.ts';
import { createAppendAudit, createAuditStore } from './audit.ts';
import { createConsentStore, createInsertConsent } from './consents.ts';
import { createContentStore, createKeepWhole } from './contents.ts';
import { createDeploymentStore } from './deployments/index.ts';
import { mapSqliteError } from './errors.ts';
import { createGuesses, createGuessStore } from './guesses.ts';
import { createIdempotencyKeys, createIdempotencyStore } from './idempotency.ts';
import { createEnqueueMail, createMailDeployment, createMailStore } from './mails.ts';
import { createInsertOrganization } from './insertOrganization.ts';
import { createInvitationStore } from './invitations.ts';
import { createJoining } from './joining.ts';
import { createMailTokens } from './mailTokens.ts';
import { assertMigrated } from './migrate.ts';
import { openDatabase } from './openDatabase.ts';
import { createOrganizationStore } from './organizations.ts';
import { createPasswordStore } from './passwords.ts';
import { createPrincipals } from './principals.ts';
import { createPermitStore } from './permits.ts';
import { storeChecks } from './schema.ts';
import { createSealedStore } from './sealed.ts';
import { createSecondFactorStore } from './secondFactors.ts';
import { createSession } from './session.ts';
import { createSessionStore } from './sessions.ts';
import { createSessionRows } from './sessionRows.ts';
import { createTellAdministrator } from './tellAdministrator.ts';
import { createUserStatus } from './userStatus.ts';
import { createUserStore } from './users.ts';
import { createDisableEndpoint } from './webhooks/disableEndpoint.ts';
import { createLanes } from './webhooks/lanes.ts';
import { createRecordEvent } from './webhooks/recordEvent.ts';
import { createWebhookStore } from './webhooks/index.ts';
import { createWriter, type WriterOptions } from './writer.ts';

export interface SqliteStoreOptions extends WriterOptions {
  /** The database file, migrated. In memory nothing would survive, so there is no such mode. */
  readonly file: string;
  readonly ids: Ids;
  readonly log?: Log;
}

/**
 * Opens the store in a SQLite file that {@link migrateSqlite} has prepared.
 *
 * @throws {AppError} CONFIGURATION_ERROR if the file is not migrated, newer or another program's.
 * @throws {AppError} STORE_UNAVAILABLE if it cannot be opened.
 */
export async function createSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  let database: Database | undefined;
  try {
    database = openDatabase(options.file);
    assertMigrated(database, options.file);
    options.log?.debug({ file: options.file }, 'database opened');
    return createStoreOn(database, options);
  } catch (error) {
    database?.close();
    throw mapSqliteError(error);
  }
}

/** Puts the store together on an open connection, which it then owns. */
export function createStoreOn(
  database: Database,
  { ids, ...writerOptions }: Pick<SqliteStoreOptions, 'ids' | 'lockWaitMs'>,
): Store {
  const permits = createPermitStore(database.name);
  const writer = createWriter(database, writerOptions);
  const session = createSession(database, { ids, writer });
  const { db, write } = session;
  const appendAudit = createAppendAudit(session);
  const keys = createIdempotencyKeys(session);
  const guesses = createGuesses(session);
  const lanes = createLanes(session);
  const { recordEvent, recordEndpointEvent } = createRecordEvent(session, lanes);
  const enqueueMail = createEnqueueMail(session);
  const principals = createPrincipals(session);
  const tellAdministrator = createTellAdministrator(session, { enqueueMail });
  const joining = createJoining(session, { principals, tellAdministrator });
  const tokens = createMailTokens(session, principals);
  const insertOrganization = createInsertOrganization(session);
  const sessionRows = createSessionRows(session);

  return {
    ...createAccountStore(session, { appendAudit, enqueueMail, keys }),
    ...createApiKeyStore(session, { appendAudit, enqueueMail, principals }),
    ...createAuditStore(session, appendAudit),
    ...createConsentStore(session),
    ...createContentStore(session, appendAudit),
    ...createDeploymentStore(session, {
      appendAudit,
      keepWhole: createKeepWhole(session),
      keys,
      mailDeployment: createMailDeployment(session, enqueueMail),
      recordEvent,
    }),
    ...createGuessStore(session, { appendAudit, recordEvent, guesses }),
    ...createIdempotencyStore(session, keys),
    ...createMailStore(session, { appendAudit, enqueueMail, tokens }),
    ...createInvitationStore(session, {
      appendAudit,
      enqueueMail,
      joining,
      sessionRows,
    }),
    ...createOrganizationStore(session, {
      appendAudit,
      insertOrganization,
      principals,
      sessionRows,
      tellAdministrator,
    }),
    ...createPasswordStore(session, {
      appendAudit,
      disableEndpoint: createDisableEndpoint(session, { appendAudit, enqueueMail }),
      unlock: guesses.unlock,
      enqueueMail,
      sessionRows,
      tokens,
    }),
    ...createSealedStore(session),
    ...createSecondFactorStore(session, { appendAudit, enqueueMail }),
    ...createSessionStore(session, appendAudit),
    ...createUserStore(session, {
      appendAudit,
      enqueueMail,
      guesses,
      insertConsent: createInsertConsent(session),
      insertOrganization,
      joining,
      sessionRows,
      principals,
      tokens,
    }),
    ...createUserStatus(session, { appendAudit, principals, tokens }),
    takePermits: permits.takePermits,
    ...createWebhookStore(session, { appendAudit, enqueueMail, lanes, recordEndpointEvent }),

    check: () =>
      write(() => {
        assertMigrated(database, database.name);
        const checkedAt = sql`unixepoch() * 1000`;
        db.insert(storeChecks)
          .values({ id: 1, checkedAt })
          .onConflictDoUpdate({ target: storeChecks.id, set: { checkedAt } })
          .run();
      }),

    async close() {
      await writer.close();
      await permits.close();
      database.close();
    },
  };
}
