import type { AssignableRole, Role } from '@biatec-tokens/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import type { NewOrganization } from '../../ports/store/index.ts';
import { at, day, start } from './samples.ts';
import { change, givenTeam, join, register } from './teams.ts';

export function describeOrganizations(open: OpenHarness): void {
  test('a second organization has its owner, accounts and words of its own', async () => {
    await using h = await open();
    const { user, organization: first } = await register(h);

    const second = await found(h, user.id);

    const listed = await h.store.listOrganizations(user.id);
    expect(listed.map(({ organization, role }) => [organization.id, role])).toEqual([
      [first.id, 'owner'],
      [second.organization.id, 'owner'],
    ]);
    expect(listed[1]?.algorandAddress).toBe(second.accounts[0]?.address);
    expect(await h.store.getSealedPhrase(second.organization.id)).toEqual(second.sealedPhrase);
    // Who signs in arrives where they registered.
    expect((await h.store.findUserByEmail(user.email))?.organization.id).toBe(first.id);
  });

  test('nobody owns more than they may, also when they found many at once', async () => {
    await using h = await open();
    const { user } = await register(h);

    const founded = await Promise.all(Array.from({ length: 6 }, () => foundIf(h, user.id, 3)));

    expect(founded.filter(Boolean)).toHaveLength(2);
    expect(await h.store.listOrganizations(user.id)).toHaveLength(3);
  });

  test('a switch ends one session and opens the other, or does neither', async () => {
    await using h = await open();
    const ann = await register(h);
    const bob = await register(h);
    const second = await found(h, ann.user.id);
    const switchTo = (organizationId: string) => {
      const opened = h.samples.session({ userId: ann.user.id, organizationId });
      return {
        id: opened.session.id,
        done: h.store.switchSession({
          endedId: ann.session.id,
          ...opened,
          now: at(1),
          audit: h.samples.audit(),
        }),
      };
    };

    const foreign = switchTo(bob.organization.id);
    expect(await foreign.done).toBe(false);
    expect(await h.store.findPrincipal(foreign.id, at(1))).toBeUndefined();
    expect(await h.store.findPrincipal(ann.session.id, at(1))).toBeDefined();

    const own = switchTo(second.organization.id);
    expect(await own.done).toBe(true);
    expect(await h.store.findPrincipal(ann.session.id, at(1))).toBeUndefined();
    const principal = await h.store.findPrincipal(own.id, at(1));
    expect(principal?.organization.id).toBe(second.organization.id);

    expect(await switchTo(second.organization.id).done).toBe(false);
  });

  test('a role that changes holds for the next request, on every connection', async () => {
    await using h = await open();
    const { team, members, sessions } = await givenTeam(h, ['issuer']);
    const [issuer = ''] = members;
    const other = await h.connect();

    expect(await change(h, team, issuer, 'viewer')).toBe('done');

    const principal = await other.findPrincipal(sessions[0] ?? '', start);
    expect(principal?.role).toBe('viewer');
    expect(await h.store.findMember(team, issuer)).toMatchObject({ role: 'viewer' });
  });

  test('who is removed is out: no session, no key, nothing that revives when they come back', async () => {
    await using h = await open();
    const { team, members, sessions, joiners } = await givenTeam(h, ['admin']);
    const [admin = ''] = members;
    const key = h.samples.apiKey({ userId: admin, organizationId: team });
    const limits = { liveMax: 9, now: start };
    await h.store.createApiKey(key, h.samples.audit(), limits);
    const findByKey = () => h.store.findApiKeyPrincipal(key.hash, at(2));
    expect(await findByKey()).toMatchObject({ role: 'admin' });

    expect(await remove(h, team, admin)).toBe('done');

    expect(await h.store.findPrincipal(sessions[0] ?? '', start)).toBeUndefined();
    expect(await findByKey()).toBeUndefined();
    expect(await remove(h, team, admin)).toBe('missing');
    expect(await change(h, team, admin, 'viewer')).toBe('missing');
    await join(h, team, joiners[0]!, 'admin');
    expect(await findByKey()).toBeUndefined();
    expect(await h.store.findPrincipal(sessions[0] ?? '', start)).toBeUndefined();
  });

  test('the owner is neither removed nor given another role', async () => {
    await using h = await open();
    const { team, owner } = await givenTeam(h, []);

    expect(await remove(h, team, owner)).toBe('owner');
    expect(await change(h, team, owner, 'admin')).toBe('owner');
    expect(await h.store.findMember(team, owner)).toMatchObject({ role: 'owner' });
  });

  test('nobody ends without an organization: who belongs to no other brings one along', async () => {
    await using h = await open();
    const { team, owner, members } = await givenTeam(h, ['admin']);
    const [heir = ''] = members;
    expect(await transfer(h, team, owner, heir)).toBe(true);
    const listed = async () =>
      (await h.store.listOrganizations(owner)).map(({ organization }) => organization.id);

    expect(await remove(h, team, owner)).toBe('last');
    expect(await listed()).toEqual([team]);

    const own = foundation(h, owner);
    const foundings = await Promise.all(
      [own, foundation(h, owner)].map((each) => remove(h, team, owner, each)),
    );
    expect(foundings).toEqual(['done', 'missing']);
    expect(await listed()).toEqual([own.organization.id]);
  });

  test('an organization that is brought along and not needed is not founded', async () => {
    await using h = await open();
    const { team, members, joiners } = await givenTeam(h, ['viewer']);
    const [viewer = ''] = members;

    expect(await remove(h, team, viewer, foundation(h, viewer))).toBe('done');

    const left = await h.store.listOrganizations(viewer);
    expect(left.map(({ organization }) => organization.id)).toEqual([joiners[0]?.organization.id]);
  });

  test('ownership goes to a member only, from the owner only', async () => {
    await using h = await open();
    const { team, owner, members } = await givenTeam(h, ['viewer', 'admin']);
    const [viewer = '', admin = ''] = members;
    const stranger = (await register(h)).user.id;

    expect(await transfer(h, team, owner, stranger)).toBe(false);
    expect(await transfer(h, team, owner, owner)).toBe(false);
    expect(await transfer(h, team, admin, viewer)).toBe(false);
    expect(await transfer(h, team, owner, viewer)).toBe(true);

    expect(await rolesOf(h, team)).toEqual(['admin', 'owner', 'admin']);
  });

  test('whoever becomes an admin or the owner is told by mail, and the owner is, in the same transaction', async () => {
    await using h = await open();
    const { team, owner, members } = await givenTeam(h, ['viewer', 'admin']);
    const [viewer = '', admin = ''] = members;
    const told = async (userId: string) =>
      (await h.store.listMails(userId, 10))
        .filter(({ kind }) => kind === 'new-administrator')
        .map(({ facts }) => `${facts['role']} ${facts['member']}`)
        .toSorted();
    const emailOf = async (userId: string) => (await h.store.findMember(team, userId))?.email;
    const ofAdmin = `admin ${await emailOf(admin)}`;
    const ofViewer = `admin ${await emailOf(viewer)}`;

    // The one who was invited as an admin.
    expect([await told(owner), await told(admin)]).toEqual([[ofAdmin], [ofAdmin]]);

    await change(h, team, viewer, 'issuer');
    await change(h, team, viewer, 'admin');
    await change(h, team, viewer, 'admin');
    expect(await told(owner)).toEqual([ofViewer, ofAdmin].toSorted());
    expect([await told(viewer), await told(admin)]).toEqual([[ofViewer], [ofAdmin]]);

    expect(await transfer(h, team, owner, admin)).toBe(true);
    const another = `owner ${await emailOf(admin)}`;
    expect(await told(owner)).toEqual([another, ofViewer, ofAdmin].toSorted());
    expect([await told(viewer), await told(admin)]).toEqual([[ofViewer], [ofAdmin, another]]);
  });

  test('whatever is asked at once, there is exactly one owner', async () => {
    const member = fc.integer({ min: 0, max: 3 });
    const action = fc.oneof(
      fc.record({ kind: fc.constant('transfer' as const), from: member, to: member }),
      fc.record({ kind: fc.constant('remove' as const), who: member }),
      fc.record({
        kind: fc.constant('role' as const),
        who: member,
        role: fc.constantFrom<AssignableRole>('admin', 'viewer'),
      }),
    );
    await using h = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 2, maxLength: 12 }), async (actions) => {
        const { team, owner, members } = await givenTeam(h, ['admin', 'issuer', 'viewer']);
        const ids = [owner, ...members];
        const idOf = (n: number) => ids[n] ?? '';
        await Promise.all(
          actions.map((one) => {
            if (one.kind === 'transfer') return transfer(h, team, idOf(one.from), idOf(one.to));
            if (one.kind === 'remove') return remove(h, team, idOf(one.who));
            return change(h, team, idOf(one.who), one.role);
          }),
        );
        const owners = (await rolesOf(h, team)).filter((role) => role === 'owner');
        expect(owners).toHaveLength(1);
      }),
      { numRuns: 25 },
    );
  });

  test('members are listed in the order they joined, page by page, those of others never', async () => {
    await using h = await open();
    const { team, owner, members } = await givenTeam(h, ['admin', 'issuer', 'viewer']);
    await register(h);

    const first = await h.store.listMembers(team, { limit: 3 });
    const rest = await h.store.listMembers(team, { limit: 3, cursor: first.nextCursor ?? '' });

    const seen = [...first.items, ...rest.items].map(({ userId }) => userId);
    expect(seen).toEqual([owner, ...members]);
    expect(rest.nextCursor).toBeNull();
  });
}

function foundation(h: StoreHarness, ownerId: string) {
  const { organization, accounts, sealedPhrase } = h.samples.registration();
  return {
    organization: { ...organization, createdAt: at(day) },
    ownerId,
    accounts,
    sealedPhrase,
    audit: h.samples.audit(),
  };
}

async function found(h: StoreHarness, ownerId: string) {
  const created = foundation(h, ownerId);
  expect(await h.store.createOrganization(created, 10)).toBe(true);
  return created;
}

function foundIf(h: StoreHarness, ownerId: string, ownedMax: number): Promise<boolean> {
  return h.store.createOrganization(foundation(h, ownerId), ownedMax);
}

function remove(
  h: StoreHarness,
  organizationId: string,
  userId: string,
  ownOrganization?: NewOrganization,
) {
  return h.store.removeMember({
    organizationId,
    userId,
    now: at(1),
    audit: h.samples.audit(),
    ...(ownOrganization === undefined ? {} : { ownOrganization }),
  });
}

function transfer(h: StoreHarness, organizationId: string, from: string, to: string) {
  return h.store.transferOwnership({ organizationId, from, to, audit: h.samples.audit() });
}

async function rolesOf(h: StoreHarness, organizationId: string): Promise<Role[]> {
  const { items } = await h.store.listMembers(organizationId, { limit: 10 });
  return items.map(({ role }) => role);
}
