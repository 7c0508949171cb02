import { expect, test } from 'vitest';
import type { Account, ClaimedDeployment } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, hashOf, start, system } from './samples.ts';

export function describeSignatures(open: OpenHarness): void {
  test('what was requested may be signed, also after a crash, and nothing else', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h);
    const sponsor = await sponsorOf(h, 'algorand-localnet');
    const messages = [
      { accountId: sponsor.id, messageHash: hashOf('message 1') },
      { accountId: deployment.issuerAccountId, messageHash: hashOf('message 2') },
    ];
    const request = { lease, attemptNumber: 1, messages, now: at(1) };

    expect(await h.store.requestSignatures(request)).toBe(true);
    // After an answer that was lost.
    expect(await h.store.requestSignatures(request)).toBe(true);

    const store = await h.crash();
    const asked = { deploymentId: deployment.id, attemptNumber: 1 };
    for (const message of messages) {
      expect(await store.isSignatureRequested({ ...asked, ...message })).toBe(true);
      for (const other of [
        { messageHash: hashOf('message 3') },
        { accountId: 'acc_other' },
        { attemptNumber: 2 },
        { deploymentId: 'dep_other' },
      ])
        expect(await store.isSignatureRequested({ ...asked, ...message, ...other })).toBe(false);
    }
    // Each account for its own message.
    const swapped = { accountId: sponsor.id, messageHash: hashOf('message 2') };
    expect(await store.isSignatureRequested({ ...asked, ...swapped })).toBe(false);
  });

  test('nobody is asked who neither issues the deployment nor pays on its network', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h);
    const stranger = (await h.samples.owner(h.store)).account;
    const elsewhere = await sponsorOf(h, 'voi-mainnet');
    const own = { accountId: deployment.issuerAccountId, messageHash: hashOf('message 1') };

    for (const { id } of [stranger, elsewhere]) {
      const messages = [own, { accountId: id, messageHash: hashOf('message 2') }];
      await expect(
        h.store.requestSignatures({ lease, attemptNumber: 1, messages, now: start }),
      ).rejects.toThrow('it neither issues');
    }

    const asked = { deploymentId: deployment.id, attemptNumber: 1, ...own };
    expect(await h.store.isSignatureRequested(asked)).toBe(false);
  });

  test('a sponsor that was replaced may still sign for what it paid', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h);
    const first = await sponsorOf(h, 'algorand-localnet');
    await sponsorOf(h, 'algorand-localnet');
    const messages = [{ accountId: first.id, messageHash: hashOf('message 1') }];

    expect(await h.store.requestSignatures({ lease, attemptNumber: 1, messages, now: start })).toBe(
      true,
    );
    const asked = { deploymentId: deployment.id, attemptNumber: 1, ...messages[0]! };
    expect(await h.store.isSignatureRequested(asked)).toBe(true);
  });

  test('only an open attempt or the next one is signed for', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h);
    const message = { accountId: deployment.issuerAccountId, messageHash: hashOf('message 1') };
    const request = (attemptNumber: number) =>
      h.store.requestSignatures({ lease, attemptNumber, messages: [message], now: start });
    const isRequested = (attemptNumber: number) =>
      h.store.isSignatureRequested({ deploymentId: deployment.id, attemptNumber, ...message });
    const opening = { lease, networkId: 'base', sender: 'SENDER', now: start } as const;

    expect([await request(0), await request(2)]).toEqual([false, false]);
    expect(await request(1)).toBe(true);
    await h.store.openAttempt(opening);
    expect([await isRequested(1), await request(1), await request(2)]).toEqual([true, true, true]);

    await h.store.advance({
      deploymentId: deployment.id,
      version: deployment.version,
      lease,
      steps: [],
      attempt: { number: 1, outcome: 'expired' },
      dueAt: start,
      keepLease: true,
      actor: system,
      now: start,
    });
    expect([await isRequested(1), await request(1)]).toEqual([false, false]);
    expect([await isRequested(2), await request(2)]).toEqual([true, true]);

    await h.store.openAttempt(opening);
    expect([await isRequested(1), await isRequested(2), await request(1)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('without the lease nothing can be requested, at rest nothing signed', async () => {
    await using h = await open();
    const { deployment, lease } = await claimOne(h);
    const message = { accountId: deployment.issuerAccountId, messageHash: hashOf('message 1') };
    const request = { attemptNumber: 1, messages: [message], now: start };
    const asked = { deploymentId: deployment.id, attemptNumber: 1, ...message };
    const stolen = { ...lease, token: 'another' };

    expect(await h.store.requestSignatures({ ...request, lease: stolen })).toBe(false);
    expect(await h.store.isSignatureRequested(asked)).toBe(false);
    expect(await h.store.requestSignatures({ ...request, lease })).toBe(true);

    await h.store.advance({
      deploymentId: deployment.id,
      version: deployment.version,
      lease,
      steps: [{ event: 'refuse' }],
      dueAt: null,
      keepLease: false,
      actor: system,
      now: start,
    });

    expect(await h.store.isSignatureRequested(asked)).toBe(false);
    expect(await h.store.requestSignatures({ ...request, lease })).toBe(false);
  });
}

async function claimOne(h: StoreHarness): Promise<ClaimedDeployment> {
  await h.store.acceptDeployment(h.samples.acceptance(await h.samples.owner(h.store)));
  const claim = { workerId: 'wrk_1', now: start, leaseMs: 30_000, limit: 1 };
  const [claimed] = await h.store.claimDueDeployments(claim);
  return claimed as ClaimedDeployment;
}

async function sponsorOf(h: StoreHarness, networkId: string): Promise<Account> {
  const sponsor = h.samples.account('platform');
  await h.store.putSponsor(networkId, sponsor);
  return sponsor;
}
