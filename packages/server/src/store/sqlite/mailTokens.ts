import { and, count, eq, gt, isNull, sql } from 'drizzle-orm';
import type { MailToken, Principal } from '../../ports/store/index.ts';
import type { Principals } from './principals.ts';
import { mailTokens, users } from './schema.ts';
import { given, prepareInsert, type Session } from './session.ts';

interface Presented {
  readonly hash: string;
  readonly purpose: MailToken['purpose'];
  readonly now: Date;
}

/** The secrets in mails' links, for use within other changes. */
export interface MailTokens {
  insert(token: MailToken): void;
  /** Tokens of the same user and purpose that work at the moment this one is made. */
  countLive(token: MailToken): number;
  findPrincipal(presented: Presented): Principal | undefined;
  /**
   * Uses a token up, and with it all others of its user and purpose; the address it was sent to counts as read.
   *
   * @returns whose it was; undefined when it works no more.
   */
  use(presented: Presented): Principal | undefined;
  /** Ends all tokens of a user and purpose. */
  end(userId: string, purpose: MailToken['purpose'], now: Date): void;
}

export function createMailTokens({ db }: Session, principals: Principals): MailTokens {
  const insert = prepareInsert(db, mailTokens);
  const live = db
    .select({ userId: mailTokens.userId, email: mailTokens.email })
    .from(mailTokens)
    .where(
      and(
        eq(mailTokens.hash, sql.placeholder('hash')),
        eq(mailTokens.purpose, sql.placeholder('purpose')),
        isNull(mailTokens.usedAt),
        gt(mailTokens.expiresAt, given(mailTokens.expiresAt, 'now')),
      ),
    )
    .prepare();

  function find(presented: Presented): Principal | undefined {
    const token = live.get({ ...presented });
    const principal = token === undefined ? undefined : principals.ofUser(token.userId);
    // A mail that went to an address of before proves nothing about the one of now.
    if (token === undefined || principal?.user.email !== token.email) return undefined;
    return principal.user.status === 'active' ? principal : undefined;
  }

  function end(userId: string, purpose: MailToken['purpose'], now: Date): void {
    db.update(mailTokens)
      .set({ usedAt: now })
      .where(
        and(
          eq(mailTokens.userId, userId),
          eq(mailTokens.purpose, purpose),
          isNull(mailTokens.usedAt),
        ),
      )
      .run();
  }

  return {
    insert: (token) => insert({ ...token, usedAt: null }),
    countLive: ({ userId, purpose, createdAt }) =>
      db
        .select({ count: count() })
        .from(mailTokens)
        .where(
          and(
            eq(mailTokens.userId, userId),
            eq(mailTokens.purpose, purpose),
            isNull(mailTokens.usedAt),
            gt(mailTokens.expiresAt, createdAt),
          ),
        )
        .get()?.count ?? 0,
    findPrincipal: find,
    use(presented) {
      const principal = find(presented);
      if (principal === undefined) return undefined;
      const { now, purpose } = presented;
      end(principal.user.id, purpose, now);
      db.update(users)
        .set({ emailVerifiedAt: now })
        .where(and(eq(users.id, principal.user.id), isNull(users.emailVerifiedAt)))
        .run();
      return principal;
    },
    end,
  };
}
