import { expect, test } from 'vitest';
import type { NewMail } from '../../ports/store/index.ts';
import { askForMailToken } from './askForMailToken.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, start, system, type Owner } from './samples.ts';

export function describeMails(open: OpenHarness): void {
  test('a mail is there with what it tells, due at once', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const mail = mailTo(h, owner);

    await h.store.appendAuditWithMail(h.samples.audit({ action: 'test.told' }), mail);

    expect(await h.store.listMails(owner.userId, 10)).toEqual([
      {
        ...mail,
        status: 'waiting',
        attempts: 0,
        nextAttemptAt: start,
        sentAt: null,
        lastError: null,
      },
    ]);
    expect(await h.store.nextMailAt()).toEqual(start);
    expect(await h.store.countMails()).toEqual([{ status: 'waiting', count: 1 }]);
  });

  test('a claimed mail is nobody else’s until its lease ends', async () => {
    await using h = await open();
    const other = await h.connect();
    const owner = await h.samples.owner(h.store);
    await h.store.appendAuditWithMail(h.samples.audit(), mailTo(h, owner));

    const [claimed] = await h.store.claimDueMails(claimAt(0));

    expect(claimed?.mail.to).toBe('ann@example.com');
    expect(await other.claimDueMails(claimAt(1))).toEqual([]);
    expect(await h.store.nextMailAt()).toEqual(at(1_000));
    expect(await other.claimDueMails(claimAt(1_000))).toHaveLength(1);
  });

  test('who lost the lease neither renews nor settles', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    await h.store.appendAuditWithMail(h.samples.audit(), mailTo(h, owner));
    const [lost] = await h.store.claimDueMails(claimAt(0));
    const [held] = await h.store.claimDueMails(claimAt(1_000));
    const of = (claimed: typeof held) => ({
      mailId: claimed?.mail.id ?? '',
      leaseToken: claimed?.leaseToken ?? '',
    });

    expect(await h.store.renewMailLease(of(lost), at(5_000))).toBe(false);
    expect(await h.store.renewMailLease(of(held), at(5_000))).toBe(true);
    await h.store.settleMail({ ...of(lost), outcome: { kind: 'sent' }, now: at(1_001) });
    expect((await h.store.listMails(owner.userId, 1))[0]?.status).toBe('waiting');
    await h.store.settleMail({ ...of(held), outcome: { kind: 'sent' }, now: at(1_002) });

    expect(await h.store.listMails(owner.userId, 1)).toMatchObject([
      { status: 'sent', sentAt: at(1_002), attempts: 1, facts: {}, sealedToken: null },
    ]);
    expect(await h.store.nextMailAt()).toBeNull();
  });

  test('who issued is mailed when it failed, in the same transaction, unless switched off', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const fail = async () => {
      const deployment = h.samples.deployment(owner);
      await h.store.acceptDeployment(h.samples.acceptance(owner, { deployment }));
      await h.store.advance({
        deploymentId: deployment.id,
        version: 1,
        lease: null,
        steps: [{ event: 'refuse' }],
        set: {
          error: {
            errorCode: 'INSUFFICIENT_FUNDS',
            errorMessage: 'No funds',
            suggestedAction: 'Send some',
            retryable: true,
            details: null,
          },
        },
        dueAt: null,
        keepLease: false,
        actor: system,
        now: at(1),
      });
      return deployment;
    };

    // Nobody has confirmed the address: no words of who uses it go there.
    const { id: first } = await fail();
    expect(await h.store.listMails(owner.userId, 10)).toMatchObject([
      {
        kind: 'deployment-failed',
        facts: { deploymentId: first, name: null, networkId: 'algorand-localnet', error: null },
      },
    ]);
    const [member] = (await h.store.listMembers(owner.organizationId, { limit: 1 })).items;
    const token = await askForMailToken(
      h,
      { id: owner.userId, email: member?.email ?? '' },
      'secret',
    );
    const confirmed = { tokenHash: token.hash, now: at(1), audit: h.samples.audit() };
    expect(await h.store.verifyEmail(confirmed)).toBe(true);
    const { id } = await fail();

    const told = await h.store.listMails(owner.userId, 10);
    expect(told.map(({ facts }) => facts)).toContainEqual(
      expect.objectContaining({ deploymentId: id, name: 'Gold', error: 'No funds' }),
    );
    await h.store.setMutedMails(owner.userId, { 'deployment-failed': false }, h.samples.audit());
    await fail();
    expect(await h.store.listMails(owner.userId, 10)).toEqual(told);
  });

  test('what a user switches off stays off until it is switched on', async () => {
    await using h = await open();
    const { userId } = await h.samples.owner(h.store);
    const set = (enabled: Parameters<typeof h.store.setMutedMails>[1]) =>
      h.store.setMutedMails(userId, enabled, h.samples.audit());

    expect(await set({ 'deployment-completed': false })).toEqual(['deployment-completed']);
    expect(await set({ 'deployment-completed': false, 'deployment-failed': false })).toEqual([
      'deployment-completed',
      'deployment-failed',
    ]);
    expect(await set({ 'deployment-completed': true })).toEqual(['deployment-failed']);
    expect(await h.store.listMutedMails(userId)).toEqual(['deployment-failed']);
  });
}

const claimAt = (ms: number) => ({
  workerId: 'wrk_test',
  now: at(ms),
  leaseMs: 1_000,
  limit: 10,
});

function mailTo(
  { samples }: StoreHarness,
  owner: Pick<Owner, 'userId'>,
  fields: Partial<NewMail> = {},
): NewMail {
  return samples.mail(owner, { sealedToken: Uint8Array.of(1, 2, 3), ...fields });
}
