import { expect, test } from 'vitest';
import type { Invitation } from '../../ports/store/index.ts';
import type { OpenHarness } from './fixture.ts';
import { at, day } from './samples.ts';
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
}
