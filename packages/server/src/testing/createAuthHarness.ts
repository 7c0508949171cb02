import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Pbkdf2, SessionAnswer } from '@biatec-tokens/core';
import Database from 'better-sqlite3';
import type { Deps } from '../deps.ts';
import { createMetrics } from '../observability/createMetrics.ts';
import { createEnvironmentKeyProvider } from '../keys/environmentKeyProvider.ts';
import type { PasswordHasher } from '../ports/auth.ts';
import type { AuditEntry, Store } from '../ports/store/index.ts';
import { createMailbox } from '../mail/createMailbox.ts';
import { sendMail } from '../mail/sendMail.ts';
import type { MailMessage } from '../ports/mailer.ts';
import { createIds } from '../runtime/createIds.ts';
import { createAccessTokens } from '../services/auth/accessTokens.ts';
import { createAuthenticate } from '../services/auth/authenticate.ts';
import { createPasswordHasher } from '../services/auth/passwordHasher.ts';
import { createAccountMaker } from '../signer/createAccountMaker.ts';
import { createPhrases } from '../signer/createPhrases.ts';
import { createVault } from '../signer/createVault.ts';
import { createSqliteFixture } from '../store/sqlite/fixture.ts';
import { createManualClock } from './manualClock.ts';
import { noAudit } from './noAudit.ts';
import type { RequestContext } from '../trpc/context.ts';
import { createCallerFactory } from '../trpc/init.ts';
import { appRouter } from '../trpc/router.ts';
import { accountRouter } from '../operations/account/accountRouter.ts';
import { authRouter } from '../operations/auth/authRouter.ts';

export interface AuthHarnessOptions {
  /** @default a cheap one, for most tests register many and look at no key; the signer's own tests derive for real */
  readonly pbkdf2?: Pbkdf2;
  readonly passwordHasher?: PasswordHasher;
  readonly queueLimit?: number;
  /** @default false, for most tests are about users whose address nobody looked at */
  readonly emailVerificationRequired?: boolean;
}

/** A public test password that follows the rules. */
export const goodPassword = 'Public test passw0rd';

/** For tests of auth operations: a real SQLite store, vault and hashes, with a clock that a test moves. */
export async function createAuthHarness(options: AuthHarnessOptions = {}) {
  const fixture = await createSqliteFixture();
  const clock = createManualClock();
  const ids = createIds({ clock });
  const vault = createVault({
    keyProvider: createEnvironmentKeyProvider({
      kind: 'environment',
      key: Buffer.alloc(32, 'public test key').toString('base64'),
      allowed: true,
    }),
  });
  const store: Store = fixture.store;
  const derivations = { count: 0 };
  const woken = { deliveries: 0 };
  const pbkdf2: Pbkdf2 = (...args) => {
    derivations.count += 1;
    return (options.pbkdf2 ?? cheapPbkdf2)(...args);
  };
  const deps = {
    clock,
    ids,
    vault,
    store,
    wake: {
      deployments() {},
      deliveries() {
        woken.deliveries += 1;
      },
      mails() {},
    },
    terms: null,
    defaultTier: 'Free',
    emailVerificationRequired: options.emailVerificationRequired ?? false,
    limiter: { take: () => Promise.resolve(null) },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    metrics: createMetrics(store),
    passwordHasher: options.passwordHasher ?? createPasswordHasher(),
    phrases: createPhrases({ store, vault }),
    accountMaker: createAccountMaker({
      vault,
      ids,
      pbkdf2,
      queueLimit: options.queueLimit ?? 50,
      concurrency: 1,
    }),
    accessTokens: createAccessTokens({
      secret: Buffer.alloc(32, 'public test secret'),
      issuer: 'test-issuer',
      audience: 'test-audience',
      clock,
    }),
    // Auth operations use no more than the above.
  } as Partial<Deps> as Deps;
  const mailbox = createMailbox();
  const authenticate = createAuthenticate(deps);
  const createCaller = createCallerFactory(authRouter);
  const createAnyCaller = createCallerFactory(appRouter);
  const createAccountCaller = createCallerFactory(accountRouter);

  function contextOf(accessToken?: string): RequestContext {
    return {
      deps,
      correlationId: 'test-correlation',
      ip: '192.0.2.7',
      userAgent: 'test agent',
      idempotencyKey: null,
      authenticate: () => authenticate(accessToken),
      answerHeaders: new Map(),
    };
  }
  const call = (accessToken?: string) => createCaller(contextOf(accessToken));

  function select<Row>(query: string): Row[] {
    const database = new Database(fixture.file, { readonly: true });
    try {
      return database.prepare(query).all() as Row[];
    } finally {
      database.close();
    }
  }

  return {
    clock,
    deps,
    store,
    /** Who an access token stands for. */
    async authenticate(accessToken: string | null | undefined) {
      const principal = await authenticate(accessToken);
      if (principal.session === null) throw new TypeError('This is an API key');
      return principal;
    },
    derivations,
    /** How often the workers were told of work. */
    woken,
    /** The operations, called by a stranger or with an access token. */
    call,
    /** The operations, called by a stranger on another device. */
    callFrom: (device: Pick<RequestContext, 'ip' | 'userAgent'>) =>
      createCaller({ ...contextOf(), ...device }),
    /** Every operation of the server; those of tokens find no network. */
    callAny: (accessToken?: string) => createAnyCaller(contextOf(accessToken)),
    callAccount: (accessToken?: string, idempotencyKey: string | null = null) =>
      createAccountCaller({ ...contextOf(accessToken), idempotencyKey }),
    given: {
      /** A registered user, Ann unless said otherwise. */
      user: ({ email = 'ann@example.com', password = goodPassword } = {}): Promise<SessionAnswer> =>
        call().register({ email, password, confirmPassword: password }),
    },
    /** Sends what is due into the mailbox. @returns all mails that are in it, newest first. */
    async sendMails(): Promise<readonly MailMessage[]> {
      const claim = { workerId: 'wrk_test', now: clock.now(), leaseMs: 1_000, limit: 100 };
      const sending = {
        ...deps,
        mailer: mailbox,
        random: () => 0,
        publicUrl: () => 'https://tokens.example',
        domain: 'tokens.example',
      };
      const never = new AbortController().signal;
      for (const claimed of await store.claimDueMails(claim))
        await sendMail(sending, claimed, never);
      return mailbox.list();
    },
    /** The whole audit trail as it lies in the file, oldest first. */
    audit(): AuditLine[] {
      return select<Omit<AuditLine, 'details'> & { details: string }>(
        'SELECT * FROM audit_entries ORDER BY sequence',
      ).map((row) => ({ ...row, details: JSON.parse(row.details) as AuditLine['details'] }));
    },
    /** Sessions that are neither revoked nor, by the clock, expired. */
    liveSessions(): number {
      const now = clock.now().getTime();
      const [row] = select<{ count: number }>(
        `SELECT count(*) AS count FROM sessions WHERE revoked_at IS NULL AND expires_at > ${now}`,
      );
      return row?.count ?? 0;
    },
    /** The mails as they lie in the file, oldest first. */
    outbox: () =>
      select<{ kind: string; status: string; facts: string; sealed_token: Buffer | null }>(
        'SELECT * FROM mails ORDER BY created_at, id',
      ),
    /** How many rows a table has. */
    countOf(table: 'users' | 'organizations' | 'accounts' | 'sessions'): number {
      const [row] = select<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
      return row?.count ?? 0;
    },
    /** Changes the file behind the store's back. */
    run(statement: string): void {
      const database = new Database(fixture.file);
      database.exec(statement);
      database.close();
    },
    setRole(userId: string, role: string): void {
      const database = new Database(fixture.file);
      database.prepare('UPDATE memberships SET role = ? WHERE user_id = ?').run(role, userId);
      database.close();
    },
    deactivate(userId: string): void {
      const database = new Database(fixture.file);
      database.prepare("UPDATE users SET status = 'inactive' WHERE id = ?").run(userId);
      database.close();
    },
    /** Every byte the database keeps. */
    storedBytes(): Buffer {
      const files = ['', '-wal'].map((suffix) => fixture.file + suffix).filter(existsSync);
      return Buffer.concat(files.map((file) => readFileSync(file)));
    },
    /** A line for calls of the store that a test makes itself. */
    someAudit: (): AuditEntry => ({ ...noAudit, id: ids.next('audit'), at: clock.now() }),
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  };
}

/** A row of the audit trail, in the names of its columns. */
export interface AuditLine {
  readonly action: string;
  readonly outcome: string;
  readonly error_code: string | null;
  readonly actor: string;
  readonly organization_id: string | null;
  readonly target: string | null;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly correlation_id: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const cheapPbkdf2: Pbkdf2 = (_password, _salt, _iterations, keyLength) =>
  Promise.resolve(randomBytes(keyLength));
