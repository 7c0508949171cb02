import { expect, test } from 'vitest';
import type { Invitation, RegisterUser } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, day, start } from './samples.ts';
import { accept, change, givenTeam, invitationOf, invite, mailOf, register } from './teams.ts';

export function describeInvitations(open: OpenHarness): void {
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
    expect(await accept(h, invitation, stranger.user.id, byStranger)).toBe('void');
    const tries = ways.map((opened) =>
      accept(h, invitation, guest.user.id, { ended: guest.session.id, opened }),
    );

    const outcomes = await Promise.all(tries);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set(['done', 'void']));
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
      invitedBy: admin,
      hash: 'renewed',
      expiresAt: at(9 * day),
    };
    const renewed = await h.store.renewInvitation({
      ...renewal,
      mail: mailOf(h, email),
      audit: h.samples.audit(),
    });
    if (renewed === undefined || renewed === 'limit') throw new Error('It was not renewed');
    expect(renewed).toEqual({ ...second, hash: 'renewed', expiresAt: at(9 * day) });
    expect([await isGood(second), await isGood(renewed, at(8 * day))]).toEqual([false, true]);

    await change(h, team, admin, 'issuer');
    expect(await isGood(renewed)).toBe(false);
    await change(h, team, admin, 'admin');
    expect(await isGood(renewed)).toBe(true);

    const { id } = second;
    expect(
      await h.store.revokeInvitation('org_other', id, at(2), h.samples.audit()),
    ).toBeUndefined();
    expect(await h.store.revokeInvitation(team, id, at(2), h.samples.audit())).toMatchObject({
      revokedAt: at(2),
    });
    expect(await isGood(renewed)).toBe(false);
    expect(await h.store.findPendingInvitation(team, id)).toBeUndefined();
    expect(
      await h.store.renewInvitation({
        ...renewal,
        mail: mailOf(h, email),
        audit: h.samples.audit(),
      }),
    ).toBeUndefined();
  });

  test('who registers with an invitation is a member at once, by the secret of their own mail, and only once', async () => {
    await using h = await open();
    const other = await h.connect();
    const { team, owner } = await givenTeam(h, []);
    const email = 'guest@example.com';
    const invitation = invitationOf(h, { team, by: owner, email, role: 'issuer' });
    await invite(h, invitation);
    const { hash } = invitation;
    expect(await h.store.findInvitationTo({ hash, email, now: start })).toEqual(invitation);
    expect(
      await h.store.findInvitationTo({ hash, email: 'eve@example.com', now: start }),
    ).toBeUndefined();

    const eve = joining(h, invitation, 'eve@example.com');
    expect(await h.store.registerUser(eve)).toEqual({ ok: false, reason: 'INVITATION_VOID' });
    expect(await h.store.findUserByEmail('eve@example.com')).toBeUndefined();
    const elsewhere = { ...joining(h, invitation, email), ...sessionOf(h, 'org_other') };
    expect(await h.store.registerUser(elsewhere)).toMatchObject({ reason: 'INVITATION_VOID' });

    const guests = Array.from({ length: 20 }, () => joining(h, invitation, email));
    const outcomes = await Promise.all(
      guests.map((guest, n) => (n % 2 ? h.store : other).registerUser(guest)),
    );

    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const guest = guests[outcomes.findIndex(({ ok }) => ok)]!;
    expect(await h.store.findPrincipal(guest.session.id, at(1))).toMatchObject({
      user: { id: guest.user.id, emailVerifiedAt: start },
      organization: { id: team },
      role: 'issuer',
    });
    expect(await h.store.listAudit(team, 1)).toEqual([guest.joins?.audit]);
    // They own one as well; signing in leads to the one that invited.
    expect(await h.store.findMembership(guest.user.id, guest.organization.id)).toMatchObject({
      role: 'owner',
    });
    expect((await h.store.findUserByEmail(email))?.organization.id).toBe(team);
    expect(await h.store.findInvitationTo({ hash, email, now: start })).toBeUndefined();
  });

  test('nobody is registered with an invitation that finds no room', async () => {
    await using h = await open();
    const { team, owner } = await givenTeam(h, []);
    const email = 'guest@example.com';
    const invitation = invitationOf(h, { team, by: owner, email });
    await invite(h, invitation);
    await h.store.setTier({ organizationId: team, tier: 'Free', audit: h.samples.audit() });
    const guest = joining(h, invitation, email);

    expect(await h.store.registerUser(guest)).toEqual({ ok: false, reason: 'INVITATION_NO_ROOM' });

    expect(await h.store.findUserByEmail(email)).toBeUndefined();
    expect(await h.store.listAudit(guest.organization.id, 1)).toEqual([]);
    expect(await h.store.findPendingInvitation(team, invitation.id)).toBeDefined();
  });

  test('an invitation that is sent again is of who sends it, whatever became of the first sender', async () => {
    await using h = await open();
    const { team, owner, members } = await givenTeam(h, ['admin', 'admin']);
    const [demoted = '', removed = ''] = members;
    const guest = await register(h);
    const { email, id: userId } = guest.user;
    const invitation = invitationOf(h, { team, by: demoted, email });
    await invite(h, invitation);
    await change(h, team, demoted, 'viewer');
    const renew = (invitedBy: string, hash: string) =>
      h.store.renewInvitation({
        organizationId: team,
        id: invitation.id,
        invitedBy,
        hash,
        expiresAt: at(9 * day),
        mail: mailOf(h, email),
        audit: h.samples.audit(),
      });
    const isGood = async (hash: string) =>
      (await h.store.findAcceptableInvitation({ hash, userId, now: at(1) })) !== undefined;

    expect(await renew(owner, 'of the owner')).toMatchObject({ invitedBy: owner });
    expect(await isGood('of the owner')).toBe(true);

    // What somebody sent who is no member any more is over: nothing is left that would look as if it could be accepted.
    expect(await renew(removed, 'of who goes')).toMatchObject({ invitedBy: removed });
    await h.store.removeMember({
      organizationId: team,
      userId: removed,
      now: at(2),
      audit: h.samples.audit(),
    });
    expect(await isGood('of who goes')).toBe(false);
    expect(await h.store.findPendingInvitation(team, invitation.id)).toBeUndefined();
    const { items } = await h.store.listInvitations(team, { limit: 1 });
    expect(items).toMatchObject([{ id: invitation.id, revokedAt: at(2) }]);
  });

  test('members are not invited again', async () => {
    await using h = await open();
    const { team, owner, joiners } = await givenTeam(h, ['viewer']);
    const { email } = joiners[0]!.user;

    expect(await invite(h, invitationOf(h, { team, by: owner, email }))).toBe('member');
  });

  test.each([
    ['Free', 0],
    ['Basic', 4],
    ['Pro', 19],
  ] as const)(
    'of 50 parallel invitations, from two processes, the plan %s has room for %i',
    async (tier, room) => {
      await using h = await open();
      const other = await h.connect();
      const { team, owner } = await givenTeam(h, []);
      await h.store.setTier({ organizationId: team, tier, audit: h.samples.audit() });

      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          invite(
            n % 2 ? h : { ...h, store: other },
            invitationOf(h, { team, by: owner, email: `guest${n}@example.com` }),
          ),
        ),
      );

      expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(room);
      expect(outcomes.filter((outcome) => outcome === 'limit')).toHaveLength(50 - room);
    },
  );

  test('of 50 who accept at once, no more get in than a plan that became smaller has room for', async () => {
    await using h = await open();
    const other = await h.connect();
    const { team, owner } = await givenTeam(h, []);
    const guests = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const guest = await register(h);
        const invitation = invitationOf(h, { team, by: owner, email: guest.user.email });
        expect(await invite(h, invitation)).toBe('done');
        return { guest, invitation };
      }),
    );
    await h.store.setTier({ organizationId: team, tier: 'Basic', audit: h.samples.audit() });

    const outcomes = await Promise.all(
      guests.map(({ guest, invitation }, n) =>
        accept(n % 2 ? h : { ...h, store: other }, invitation, guest.user.id, {
          ended: guest.session.id,
          opened: h.samples.session({ userId: guest.user.id, organizationId: team }),
        }),
      ),
    );

    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(4);
    expect(outcomes.filter((outcome) => outcome === 'limit')).toHaveLength(46);
    expect((await h.store.listMembers(team, { limit: 100 })).items).toHaveLength(5);
    // Who was refused is where they were, and the invitation is open.
    const refused = guests[outcomes.indexOf('limit')]!;
    expect(await h.store.findPrincipal(refused.guest.session.id, at(2))).toBeDefined();
    expect(await h.store.findPendingInvitation(team, refused.invitation.id)).toBeDefined();
  });

  test('whoever leaves, and an invitation that ends, makes room; one that replaces another needs none', async () => {
    await using h = await open();
    const { team, owner, members } = await givenTeam(h, ['viewer', 'viewer', 'viewer']);
    await h.store.setTier({ organizationId: team, tier: 'Basic', audit: h.samples.audit() });
    const to = (email: string) => invitationOf(h, { team, by: owner, email });
    const first = to('one@example.com');

    expect(await invite(h, first)).toBe('done');
    expect(await invite(h, to('two@example.com'))).toBe('limit');
    const second = to('one@example.com');
    expect(await invite(h, second)).toBe('done');
    await h.store.removeMember({
      organizationId: team,
      userId: members[0] ?? '',
      now: at(5),
      audit: h.samples.audit(),
    });
    expect(await invite(h, to('two@example.com'))).toBe('done');

    // Expired, it holds no place: to be sent again it needs one.
    const late = { ...to('three@example.com'), createdAt: at(8 * day), expiresAt: at(9 * day) };
    expect(await invite(h, late)).toBe('done');
    const renew = (id: string) =>
      h.store.renewInvitation({
        organizationId: team,
        id,
        invitedBy: owner,
        hash: `renewed ${id}`,
        expiresAt: at(9 * day),
        mail: { ...mailOf(h, 'one@example.com'), createdAt: at(8 * day) },
        audit: h.samples.audit(),
      });
    expect(await renew(second.id)).toMatchObject({ id: second.id });
    const { items } = await h.store.listInvitations(team, { limit: 10 });
    const two = items.find(({ email }) => email === 'two@example.com');
    expect(await renew(two?.id ?? '')).toBe('limit');
  });

  test('a plan is changed once it is known whose', async () => {
    await using h = await open();
    const { team } = await givenTeam(h, []);
    const set = (organizationId: string) =>
      h.store.setTier({ organizationId, tier: 'Pro', audit: h.samples.audit({ organizationId }) });

    expect(await set('org_unknown')).toBe(false);
    expect(await set(team)).toBe(true);
    expect(await h.store.listAudit('org_unknown', 1)).toEqual([]);
    const [owner] = (await h.store.listMembers(team, { limit: 1 })).items;
    expect(await h.store.findMembership(owner?.userId ?? '', team)).toMatchObject({
      organization: { tier: 'Pro' },
    });
  });
}

/** A registration that comes with an invitation, as the operation makes it. */
function joining(
  h: StoreHarness,
  { hash, organizationId }: Invitation,
  email: string,
): RegisterUser {
  const registration = h.samples.registration(email);
  return {
    ...registration,
    ...h.samples.session({ userId: registration.user.id, organizationId }),
    joins: { hash, audit: h.samples.audit({ organizationId, action: 'invitation.accept' }) },
  };
}

function sessionOf(h: StoreHarness, organizationId: string) {
  return h.samples.session({ userId: h.samples.ids.guid(), organizationId });
}
