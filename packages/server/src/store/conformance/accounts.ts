import { expect, test } from 'vitest';
import type { OpenHarness } from './fixture.ts';
import { at, start } from './samples.ts';

export function describeAccounts(open: OpenHarness): void {
  test("the issuer is the organization's account of the family in slot 0", async () => {
    await using h = await open();
    const registration = h.samples.registration();
    await h.store.registerUser(registration);
    const { id } = registration.organization;

    expect(await h.store.getIssuer(id, 'avm')).toEqual(registration.accounts[0]);
    expect(await h.store.getIssuer(id, 'evm')).toEqual(registration.accounts[1]);
    await expect(h.store.getIssuer('org_other', 'avm')).rejects.toMatchObject({
      code: 'ACCOUNT_NOT_READY',
    });
  });

  test("the sealed phrase is its organization's own", async () => {
    await using h = await open();
    const registration = h.samples.registration();
    await h.store.registerUser(registration);

    expect(await h.store.getSealedPhrase(registration.organization.id)).toEqual(
      registration.sealedPhrase,
    );
    await expect(h.store.getSealedPhrase('org_other')).rejects.toMatchObject({
      code: 'ACCOUNT_NOT_READY',
    });
  });

  test('a sponsor is kept per network and can be replaced', async () => {
    await using h = await open();
    const first = h.samples.account('platform');
    const second = h.samples.account('platform');

    expect(await h.store.findSponsor('algorand-localnet')).toBeUndefined();
    await h.store.putSponsor('algorand-localnet', first);
    await h.store.putSponsor('voi-mainnet', second);
    expect(await h.store.findSponsor('algorand-localnet')).toEqual(first);

    const third = h.samples.account('platform');
    await h.store.putSponsor('algorand-localnet', third);
    expect(await h.store.findSponsor('algorand-localnet')).toEqual(third);
    expect(await h.store.findSponsor('voi-mainnet')).toEqual(second);
  });

  test('a sponsor can be sealed anew, and an earlier one can come back', async () => {
    await using h = await open();
    const first = h.samples.account('platform', { family: 'evm' });
    const second = h.samples.account('platform', { family: 'evm' });
    await h.store.putSponsor('base', first);

    const resealed = { ...first, sealedKey: Uint8Array.of(42) };
    await h.store.putSponsor('base', resealed);
    expect(await h.store.findSponsor('base')).toEqual(resealed);

    await h.store.putSponsor('base', second);
    await h.store.putSponsor('base', first);
    expect(await h.store.findSponsor('base')).toEqual(first);
  });

  test('a network is pinned to what it was at first use', async () => {
    await using h = await open();
    const identities = ['genesis-1', 'genesis-2', 'genesis-3'];

    const pinned = await Promise.all(
      identities.map((identity) => h.store.pinNetwork('evm-localnet', identity, start)),
    );

    expect(pinned).toEqual(['genesis-1', 'genesis-1', 'genesis-1']);
    expect(await h.store.pinNetwork('algorand-localnet', 'other', at(1))).toBe('other');
    const crashed = await h.crash();
    expect(await crashed.pinNetwork('evm-localnet', 'genesis-4', at(2))).toBe('genesis-1');
  });
}
