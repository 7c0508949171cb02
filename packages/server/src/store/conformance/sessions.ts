import { expect, test } from 'vitest';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, day, type Owner } from './samples.ts';
import { givenTeam } from './teams.ts';

export function describeSessions(open: OpenHarness): void {
  test('live sessions are listed newest first, in pages, of their user only', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const other = await h.samples.owner(h.store);
    const ids = [await openAt(h, owner, 1), await openAt(h, owner, 2), await openAt(h, owner, 2)];
    await openAt(h, other, 3);

    const first = await h.store.listSessions(owner.userId, at(5), { limit: 2 });
    const second = await h.store.listSessions(owner.userId, at(5), {
      limit: 2,
      cursor: first.nextCursor ?? '',
    });

    // With the one of the registration, which came first.
    const found = [...first.items, ...second.items].map(({ id }) => id);
    expect(found).toHaveLength(4);
    expect(found.slice(0, 2).toSorted()).toEqual(ids.slice(1).toSorted());
    expect(found[2]).toBe(ids[0]);
    expect(second.nextCursor).toBeNull();
    expect(first.items[0]).toMatchObject({ ip: '127.0.0.1', lastUsedAt: at(2) });
    expect((await h.store.listSessions(owner.userId, at(8 * day), { limit: 9 })).items).toEqual([]);
  });

  test('a session is ended by its user only, once, and leaves a line of audit', async () => {
    await using h = await open();
    const [owner, other] = [await h.samples.owner(h.store), await h.samples.owner(h.store)];
    const id = await openAt(h, owner, 1);
    const entry = () => ({
      now: at(2),
      audit: h.samples.audit({ organizationId: owner.organizationId, action: 'test.revoke' }),
    });

    expect(await h.store.revokeUserSession(other.userId, id, entry())).toBe(false);
    expect(await h.store.findPrincipal(id, at(2))).toBeDefined();
    expect(await h.store.revokeUserSession(owner.userId, id, entry())).toBe(true);
    expect(await h.store.revokeUserSession(owner.userId, id, entry())).toBe(false);

    expect(await (await h.connect()).findPrincipal(id, at(2))).toBeUndefined();
    const trail = await h.store.listAudit(owner.organizationId, 9);
    expect(trail.filter(({ action }) => action === 'test.revoke')).toHaveLength(1);
  });

  test('all sessions end, or all but one, and none of anybody else', async () => {
    await using h = await open();
    const [owner, other] = [await h.samples.owner(h.store), await h.samples.owner(h.store)];
    const kept = await openAt(h, owner, 1);
    const ended = await openAt(h, owner, 2);
    const theirs = await openAt(h, other, 3);
    const audit = () => h.samples.audit();

    const others = { except: kept, now: at(4), audit: audit() };
    expect(await h.store.revokeUserSessions(owner.userId, others)).toContain(ended);
    expect(await h.store.findPrincipal(kept, at(4))).toBeDefined();
    const all = { except: null, now: at(5), audit: audit() };
    expect(await h.store.revokeUserSessions(owner.userId, all)).toEqual([kept]);
    expect(await h.store.findPrincipal(kept, at(5))).toBeUndefined();
    expect(await h.store.findPrincipal(theirs, at(5))).toBeDefined();
  });

  test('the last use of a session moves forward only', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const id = await openAt(h, owner, 1);

    await h.store.touchSession(id, at(9));
    await h.store.touchSession(id, at(5));

    expect((await h.store.findPrincipal(id, at(9)))?.session.lastUsedAt).toEqual(at(9));
  });

  test('activity is listed newest first, in pages, of an organization or of one person, without deployments', async () => {
    await using h = await open();
    const ours = { organizationId: 'org_ours', actor: 'ann' };
    const entries = [
      h.samples.audit({ ...ours, action: 'auth.login' }),
      h.samples.audit({ ...ours, action: 'deployment.accept' }),
      h.samples.audit({ ...ours, actor: 'bob', action: 'webhook.create' }),
      h.samples.audit({ ...ours, organizationId: null, action: 'auth.step_up' }),
      h.samples.audit({ organizationId: 'org_theirs', action: 'auth.login' }),
    ];
    for (const entry of entries) await h.store.appendAudit(entry);
    const whole = { organizationId: 'org_ours' };

    const first = await h.store.listActivity(whole, { limit: 1 });
    const second = await h.store.listActivity(whole, {
      limit: 1,
      cursor: first.nextCursor ?? '',
    });

    expect(first.items).toEqual([entries[2]]);
    expect(second).toEqual({ items: [entries[0]], nextCursor: null });
    expect((await h.store.listActivity({ actor: 'ann' }, { limit: 9 })).items).toEqual([
      entries[3],
      entries[0],
    ]);
    await expect(h.store.listActivity(whole, { limit: 1, cursor: 'x' })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });

  test('activity of an organization holds what became of its members’ credentials since they joined, wherever they signed in to', async () => {
    await using h = await open();
    const { team, members, joiners } = await givenTeam(h, ['issuer', 'viewer']);
    const [issuer = '', viewer = ''] = members;
    const own = joiners[0]?.organization.id ?? '';
    const theirs = { actor: issuer, organizationId: own, at: at(9) };
    const failed = { action: 'auth.login', outcome: 'failure', errorCode: 'X' } as const;
    const entries = [
      h.samples.audit({ ...theirs, ...failed, at: at(0) }),
      h.samples.audit({ ...theirs, ...failed }),
      h.samples.audit({ ...theirs, action: 'webhook.create' }),
      h.samples.audit({ ...theirs, action: 'auth.step_up' }),
      h.samples.audit({ ...theirs, action: 'auth.change_password', organizationId: team }),
      h.samples.audit({ ...theirs, actor: 'stranger', ...failed }),
      h.samples.audit({ ...theirs, actor: viewer, action: 'security.account_locked' }),
      h.samples.audit({ ...theirs, action: 'auth.second_factor.disable' }),
    ];
    for (const entry of entries) await h.store.appendAudit(entry);
    const ids = new Set(entries.map(({ id }) => id));
    const list = async () => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await h.store.listActivity({ organizationId: team }, { limit: 2, cursor });
        found.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      return found.filter((id) => ids.has(id));
    };
    const idsOf = (...wanted: number[]) => wanted.map((index) => entries[index]?.id);

    expect(await list()).toEqual(idsOf(7, 6, 4, 1));

    const now = at(10);
    const removal = { organizationId: team, userId: issuer, now, audit: h.samples.audit() };
    expect(await h.store.removeMember(removal)).toBe('done');
    expect(await list()).toEqual(idsOf(6, 4));
  });

  test('pages of activity come to the same list, however lines of members and of the organization alternate', async () => {
    await using h = await open();
    const { team, members, joiners } = await givenTeam(h, ['issuer', 'viewer']);
    const own = joiners.map(({ organization }) => organization.id);
    // Runs of either kind, longer and shorter than a page.
    const filed = 'oommmmmmoooooommomomooomm'.split('').map((kind, index) =>
      h.samples.audit({
        actor: members[index % 2] ?? '',
        organizationId: kind === 'o' ? team : (own[index % 2] ?? ''),
        action: 'auth.login',
        at: at(9),
      }),
    );
    for (const entry of filed) await h.store.appendAudit(entry);
    const whole = await h.store.listActivity({ organizationId: team }, { limit: 200 });
    expect(whole.items.slice(0, filed.length)).toEqual(filed.toReversed());

    for (const limit of [1, 2, 3, 7]) {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await h.store.listActivity({ organizationId: team }, { limit, cursor });
        found.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(whole.items.map(({ id }) => id));
    }
  });
}

async function openAt(h: StoreHarness, owner: Owner, ms: number): Promise<string> {
  const { session, refreshToken } = h.samples.session(owner);
  await h.store.openSession({
    session: { ...session, createdAt: at(ms) },
    refreshToken,
    passwordHash: '$argon2id$test',
    audit: h.samples.audit(),
  });
  return session.id;
}
