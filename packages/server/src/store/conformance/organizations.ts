import type { AssignableRole, Role } from '@biatec-tokens/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import type { ApiKey, Invitation, NewMail } from '../../ports/store/index.ts';
import { at, day, hashOf, start } from './samples.ts';

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
    const key = keyOf(team, admin);
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

  test('an invitation lets in whom it names, once, and nobody else', async () => {
    await using h = await open();
    const { team, owner } = await givenTeam(h, []);
    const [guest, stranger] = [await register(h), await register(h)];
    const invitation = invitationOf(h, { team, by: owner, email: guest.user.email });
    await invite(h, invitation);
    const ways = Array.from({ length: 20 }, () =>
      h.samples.session({ userId: guest.user.id, organizationId: team }),
    );
    const foreign = h.samples.session({ userId: stranger.user.id, organizationId: team });

    const byStranger = { ended: stranger.session.id, opened: foreign };
    expect(await accept(h, invitation, stranger.user.id, byStranger)).toBe(false);
    const tries = ways.map((opened) =>
      accept(h, invitation, guest.user.id, { ended: guest.session.id, opened }),
    );

    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    expect(await h.store.findMember(team, guest.user.id)).toMatchObject({ role: 'viewer' });
    expect(await h.store.findMember(team, stranger.user.id)).toBeUndefined();
    expect(await h.store.findPrincipal(guest.session.id, at(2))).toBeUndefined();
    expect(await h.store.findPrincipal(stranger.session.id, at(2))).toBeDefined();
    const live = await Promise.all(
      ways.map(({ session }) => h.store.findPrincipal(session.id, at(2))),
    );
    expect(live.filter((found) => found?.organization.id === team)).toHaveLength(1);
    // The secret came by mail.
    const principal = await h.store.findUserByEmail(guest.user.email);
    expect(principal?.user.emailVerifiedAt).toEqual(at(1));
  });

  test('an invitation ends with its time, its revocation, its successor and the rights of its sender', async () => {
    await using h = await open();
    const { team, owner, members } = await givenTeam(h, ['admin']);
    const [admin = ''] = members;
    const guest = await register(h);
    const { email, id: userId } = guest.user;
    const isGood = async ({ hash }: Invitation, now = at(1)) =>
      (await h.store.findAcceptableInvitation({ hash, userId, now })) !== undefined;

    const first = invitationOf(h, { team, by: owner, email });
    await invite(h, first);
    expect([await isGood(first), await isGood(first, at(7 * day))]).toEqual([true, false]);

    const second = invitationOf(h, { team, by: admin, email });
    await invite(h, second);
    expect([await isGood(first), await isGood(second)]).toEqual([false, true]);

    const renewal = {
      organizationId: team,
      id: second.id,
      hash: 'renewed',
      expiresAt: at(9 * day),
    };
    const renewed = await h.store.renewInvitation({
      ...renewal,
      mail: mailOf(h, email),
      audit: h.samples.audit(),
    });
    expect(renewed).toEqual({ ...second, hash: 'renewed', expiresAt: at(9 * day) });
    expect([await isGood(second), await isGood(renewed!, at(8 * day))]).toEqual([false, true]);

    await change(h, team, admin, 'issuer');
    expect(await isGood(renewed!)).toBe(false);
    await change(h, team, admin, 'admin');
    expect(await isGood(renewed!)).toBe(true);

    const { id } = second;
    expect(
      await h.store.revokeInvitation('org_other', id, at(2), h.samples.audit()),
    ).toBeUndefined();
    expect(await h.store.revokeInvitation(team, id, at(2), h.samples.audit())).toMatchObject({
      revokedAt: at(2),
    });
    expect(await isGood(renewed!)).toBe(false);
    expect(await h.store.findPendingInvitation(team, id)).toBeUndefined();
    expect(
      await h.store.renewInvitation({
        ...renewal,
        mail: mailOf(h, email),
        audit: h.samples.audit(),
      }),
    ).toBeUndefined();
  });

  test('members are not invited again, and members and invitations come to so many at most', async () => {
    await using h = await open();
    const { team, owner, joiners } = await givenTeam(h, ['viewer']);
    const by = owner;

    const { email } = joiners[0]!.user;
    expect(await invite(h, invitationOf(h, { team, by, email }))).toBe('member');
    const invited = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        invite(h, invitationOf(h, { team, by, email: `guest${n}@example.com` }), 4),
      ),
    );

    expect(invited.filter((outcome) => outcome === 'done')).toHaveLength(2);
    expect(invited.filter((outcome) => outcome === 'limit')).toHaveLength(3);
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

type Registered = Awaited<ReturnType<typeof register>>;

/** As people join: by an invitation, with a session that it replaces. @returns the session in the organization. */
async function join(
  h: StoreHarness,
  team: string,
  joiner: Registered,
  role: AssignableRole,
  now = at(1),
) {
  const { user, organization } = joiner;
  const [owner] = (await h.store.listMembers(team, { limit: 1 })).items;
  const invitation = invitationOf(h, { team, by: owner?.userId ?? '', email: user.email, role });
  expect(await invite(h, invitation)).toBe('done');
  const ended = h.samples.session({ userId: user.id, organizationId: organization.id });
  const { passwordHash } = user;
  await h.store.openSession({ ...ended, passwordHash, audit: h.samples.audit() });
  const opened = h.samples.session({ userId: user.id, organizationId: team });
  expect(await accept(h, invitation, user.id, { ended: ended.session.id, opened, now })).toBe(true);
  return opened.session.id;
}

function invitationOf(
  h: StoreHarness,
  facts: { team: string; by: string; email: string; role?: AssignableRole },
): Invitation {
  const id = h.samples.ids.next('invitation');
  return {
    id,
    organizationId: facts.team,
    email: facts.email,
    role: facts.role ?? 'viewer',
    invitedBy: facts.by,
    hash: hashOf(id),
    createdAt: start,
    expiresAt: at(7 * day),
    acceptedAt: null,
    revokedAt: null,
  };
}

function mailOf(h: StoreHarness, to: string): NewMail {
  const id = h.samples.ids.next('mail');
  const sealedToken = Uint8Array.of(1, 2, 3);
  const facts = { role: 'viewer' };
  const kind = 'invitation';
  return {
    id,
    kind,
    userId: null,
    to,
    facts,
    sealedToken,
    expiresAt: at(7 * day),
    createdAt: start,
  };
}

function invite(h: StoreHarness, invitation: Invitation, peopleMax = 99) {
  const mail = mailOf(h, invitation.email);
  return h.store.createInvitation({ invitation, mail, audit: h.samples.audit(), peopleMax });
}

function accept(
  h: StoreHarness,
  { hash }: Invitation,
  userId: string,
  { ended, opened, now = at(1) }: Acceptance,
) {
  const audit = h.samples.audit();
  return h.store.acceptInvitation({ hash, userId, now, endedId: ended, ...opened, audit });
}

interface Acceptance {
  readonly ended: string;
  readonly opened: ReturnType<StoreHarness['samples']['session']>;
  readonly now?: Date;
}

function keyOf(organizationId: string, createdBy: string): ApiKey {
  return {
    id: 'key_1',
    organizationId,
    createdBy,
    name: 'Ledger',
    scopes: ['read'],
    hash: 'hash',
    hint: 'btk_live_AbCd…',
    createdAt: start,
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
  };
}

async function register(h: StoreHarness) {
  const registration = h.samples.registration();
  await h.store.registerUser(registration);
  return registration;
}

/** An organization of four at most, each with a session there. */
async function givenTeam(h: StoreHarness, roles: readonly AssignableRole[]) {
  const { user, organization } = await register(h);
  const members: string[] = [];
  const sessions: string[] = [];
  const joiners: Registered[] = [];
  for (const [index, role] of roles.entries()) {
    const joiner = await register(h);
    sessions.push(await join(h, organization.id, joiner, role, at(1 + index)));
    joiners.push(joiner);
    members.push(joiner.user.id);
  }
  return { team: organization.id, owner: user.id, members, sessions, joiners };
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

function change(h: StoreHarness, organizationId: string, userId: string, role: AssignableRole) {
  return h.store.changeRole({ organizationId, userId, role, audit: h.samples.audit() });
}

function remove(h: StoreHarness, organizationId: string, userId: string) {
  return h.store.removeMember({ organizationId, userId, now: at(1), audit: h.samples.audit() });
}

function transfer(h: StoreHarness, organizationId: string, from: string, to: string) {
  return h.store.transferOwnership({ organizationId, from, to, audit: h.samples.audit() });
}

async function rolesOf(h: StoreHarness, organizationId: string): Promise<Role[]> {
  const { items } = await h.store.listMembers(organizationId, { limit: 10 });
  return items.map(({ role }) => role);
}
