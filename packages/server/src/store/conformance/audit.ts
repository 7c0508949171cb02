import { expect, test } from 'vitest';
import type { OpenHarness } from './fixture.ts';
import { at } from './samples.ts';

export function describeAudit(open: OpenHarness): void {
  test('entries come back whole and newest first, to their organization only', async () => {
    await using h = await open();
    const [ours, theirs] = ['org_ours', 'org_theirs'] as const;
    const entries = [1, 2, 3].map((ms) =>
      h.samples.audit({
        at: at(ms),
        organizationId: ours,
        correlationId: 'cor',
        ip: '::1',
        userAgent: 'agent',
        target: 'dep_1',
        outcome: 'failure',
        errorCode: 'INVALID_CREDENTIALS',
        details: { nested: { list: [1, 'ü', null] } },
      }),
    );
    for (const entry of entries) await h.store.appendAudit(entry);
    await h.store.appendAudit(h.samples.audit({ organizationId: theirs }));
    await h.store.appendAudit(h.samples.audit({ organizationId: null }));

    expect(await h.store.listAudit(ours, 10)).toEqual(entries.toReversed());
    expect(await h.store.listAudit(ours, 2)).toEqual(entries.toReversed().slice(0, 2));
  });
}
