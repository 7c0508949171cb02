import { expect, test } from 'vitest';
import type { ImportAccount } from '../../ports/store/index.ts';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, start, type Owner } from './samples.ts';

function importOf(h: StoreHarness, owner: Owner, fields: Partial<ImportAccount> = {}) {
  const account = h.samples.account(owner.organizationId, { createdAt: at(1) });
  const audit = h.samples.audit({ action: 'account.import_arc76' });
  return {
    account,
    importedMax: 10,
    idempotency: null,
    answer: Buffer.from(`{"made":"${account.id}"}`),
    audit,
    mail: h.samples.mail(owner),
    ...fields,
  };
}

export function describeAccounts(open: OpenHarness): void {
  test("the issuer is the organization's first account of the family", async () => {
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

  test('an imported account issues from then on; the first one stays, and can issue again', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const { organizationId, account: first } = owner;
    const evm = await h.store.getIssuer(organizationId, 'evm');
    const imported = importOf(h, owner);

    expect(await h.store.importAccount(imported)).toEqual({ kind: 'imported' });

    const crashed = await h.crash();
    expect(await crashed.getIssuer(organizationId, 'avm')).toEqual(imported.account);
    expect(await crashed.getIssuer(organizationId, 'evm')).toEqual(evm);
    expect(await crashed.getAccount(organizationId, first.id)).toEqual(first);
    expect(await crashed.listAccounts(organizationId)).toMatchObject([
      { id: first.id, family: 'avm', origin: 'created', issuing: false },
      { id: evm.id, family: 'evm', origin: 'created', issuing: true },
      { id: imported.account.id, family: 'avm', slot: 0, origin: 'imported', issuing: true },
    ]);
    const [principal] = await crashed.listOrganizations(owner.userId);
    expect(principal).toMatchObject({
      algorandAddress: imported.account.address,
      evmAddress: evm.address,
    });

    const choice = { organizationId, accountId: first.id, mail: h.samples.mail(owner) };
    expect(await crashed.chooseIssuer({ ...choice, audit: h.samples.audit() })).toMatchObject({
      id: first.id,
      issuing: true,
    });
    expect(await crashed.getIssuer(organizationId, 'avm')).toEqual(first);
    expect(await crashed.listMails(owner.userId, 9)).toHaveLength(2);
    // Choosing it again stores nothing.
    await crashed.chooseIssuer({ ...choice, audit: h.samples.audit() });
    expect(await crashed.listMails(owner.userId, 9)).toHaveLength(2);
  });

  test('accounts of another organization are neither found nor chosen', async () => {
    await using h = await open();
    const [owner, other] = [await h.samples.owner(h.store), await h.samples.owner(h.store)];
    const { organizationId } = owner;

    await expect(h.store.getAccount(organizationId, other.account.id)).rejects.toMatchObject({
      code: 'ACCOUNT_NOT_READY',
    });
    const choice = { audit: h.samples.audit(), mail: h.samples.mail(owner) };
    for (const accountId of [other.account.id, 'acc_none'])
      expect(await h.store.chooseIssuer({ ...choice, organizationId, accountId })).toBeUndefined();
    expect(await h.store.listMails(owner.userId, 9)).toEqual([]);
    expect(await h.store.getIssuer(other.organizationId, 'avm')).toEqual(other.account);
  });

  test('two organizations may hold one account; an organization holds it once', async () => {
    await using h = await open();
    const [ann, bob] = [await h.samples.owner(h.store), await h.samples.owner(h.store)];
    const { address } = bob.account;
    const again = () =>
      importOf(h, ann, { account: h.samples.account(ann.organizationId, { address }) });

    const imports = await Promise.all([1, 2, 3].map(() => h.store.importAccount(again())));

    expect(imports.map(({ kind }) => kind)).toEqual(['imported', 'held', 'held']);
    expect(imports[1]).toMatchObject({ account: { address, issuing: true } });
    expect(await h.store.listMails(ann.userId, 9)).toHaveLength(1);
    expect(await h.store.getIssuer(bob.organizationId, 'avm')).toEqual(bob.account);
  });

  test('an organization brings in so many accounts and no more, also all at once', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);

    const imports = await Promise.all(
      Array.from({ length: 5 }, () =>
        h.store.importAccount(importOf(h, owner, { importedMax: 2 })),
      ),
    );

    expect(imports.map(({ kind }) => kind).toSorted()).toEqual([
      'imported',
      'imported',
      'limit',
      'limit',
      'limit',
    ]);
    const accounts = await h.store.listAccounts(owner.organizationId);
    expect(accounts.filter(({ family, issuing }) => family === 'avm' && issuing)).toHaveLength(1);
  });

  test('the answer to a key is stored with the import, and found before anything else is looked at', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    const idempotency = h.samples.idempotency(owner, { operation: 'account.importArc76' });
    const first = importOf(h, owner, { idempotency, importedMax: 1 });
    expect(await h.store.importAccount(first)).toEqual({ kind: 'imported' });

    const crashed = await h.crash();
    const again = { ...importOf(h, owner, { idempotency }), importedMax: 0 };
    const replay = await crashed.importAccount({ ...again, account: first.account });
    const other = { ...idempotency, fingerprint: 'other' };

    expect(replay).toMatchObject({ kind: 'replay', answer: Uint8Array.from(first.answer) });
    expect(await crashed.importAccount({ ...again, idempotency: other })).toEqual({
      kind: 'mismatch',
    });
    expect(await crashed.listAccounts(owner.organizationId)).toHaveLength(3);
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
