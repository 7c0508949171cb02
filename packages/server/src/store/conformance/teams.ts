/** Organizations with members, made as people make them: what the suites of organizations and invitations begin with. */
import type { AssignableRole } from '@biatec-tokens/core';
import { expect } from 'vitest';
import type { Invitation, NewMail } from '../../ports/store/index.ts';
import type { StoreHarness } from './fixture.ts';
import { at, day, hashOf, start } from './samples.ts';

export type Registered = Awaited<ReturnType<typeof register>>;

/** As people join: by an invitation, with a session that it replaces. @returns the session in the organization. */
export async function join(
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
  expect(await accept(h, invitation, user.id, { ended: ended.session.id, opened, now })).toBe(
    'done',
  );
  return opened.session.id;
}

export function invitationOf(
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

export function mailOf(h: StoreHarness, to: string): NewMail {
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

export function invite(h: StoreHarness, invitation: Invitation) {
  const mail = mailOf(h, invitation.email);
  return h.store.createInvitation({ invitation, mail, audit: h.samples.audit() });
}

export function accept(
  h: StoreHarness,
  { hash }: Invitation,
  userId: string,
  { ended, opened, now = at(1) }: Acceptance,
) {
  const audit = h.samples.audit();
  return h.store.acceptInvitation({ hash, userId, now, endedId: ended, ...opened, audit });
}

export interface Acceptance {
  readonly ended: string;
  readonly opened: ReturnType<StoreHarness['samples']['session']>;
  readonly now?: Date;
}

export async function register(h: StoreHarness) {
  const registration = h.samples.registration();
  await h.store.registerUser(registration);
  return registration;
}

/** An organization with members, each with a session there. */
export async function givenTeam(h: StoreHarness, roles: readonly AssignableRole[]) {
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

export function change(
  h: StoreHarness,
  organizationId: string,
  userId: string,
  role: AssignableRole,
) {
  return h.store.changeRole({ organizationId, userId, role, audit: h.samples.audit() });
}
