import { expect, test } from 'vitest';
import type { OpenHarness, StoreHarness } from './fixture.ts';
import { at, hashOf, type Owner } from './samples.ts';

const secret = Uint8Array.of(1, 2, 3);

export function describeSecondFactors(open: OpenHarness): void {
  test('a secret is in force only once the very same is confirmed', async () => {
    await using h = await open();
    const owner = await h.samples.owner(h.store);
    expect(await h.store.findSecondFactor(owner.userId)).toBeUndefined();
    await enrol(h, owner, Uint8Array.of(9));
    expect(await enrol(h, owner, secret)).toBe(true);

    expect(await confirm(h, owner, { sealedSecret: Uint8Array.of(9) })).toBe(false);
    expect(await h.store.findSecondFactor(owner.userId)).toEqual({
      sealedSecret: secret,
      confirmedAt: null,
      recoveryCodesLeft: 0,
    });
    expect(await confirm(h, owner)).toBe(true);
    expect(await confirm(h, owner)).toBe(false);

    expect(await h.store.findSecondFactor(owner.userId)).toMatchObject({
      confirmedAt: at(1),
      recoveryCodesLeft: 2,
    });
    expect(await enrol(h, owner, Uint8Array.of(9))).toBe(false);
  });

  test('of 50 parallel uses of one code, from two processes, one is told that it works', async () => {
    await using h = await open();
    const other = await h.connect();
    const owner = await inForce(h);
    const codes = [{ step: 100 }, { recoveryHash: hashOf('a') }];

    for (const code of codes) {
      const uses = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          (index % 2 ? h.store : other).useSecondFactorCode(owner.userId, code, at(2)),
        ),
      );
      expect(uses.filter(Boolean)).toHaveLength(1);
    }
    expect((await h.store.findSecondFactor(owner.userId))?.recoveryCodesLeft).toBe(1);
  });

  test('no step works after a later one, nor the one that confirmed', async () => {
    await using h = await open();
    const owner = await inForce(h);
    const use = (step: number) => h.store.useSecondFactorCode(owner.userId, { step }, at(2));

    expect([await use(7), await use(9), await use(8), await use(10)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test('codes of somebody else, unknown ones and ones that were replaced do not work', async () => {
    await using h = await open();
    const owner = await inForce(h);
    const other = await h.samples.owner(h.store);
    const use = (userId: string, text: string) =>
      h.store.useSecondFactorCode(userId, { recoveryHash: hashOf(text) }, at(2));

    expect(await use(other.userId, 'a')).toBe(false);
    expect(await use(owner.userId, 'unknown')).toBe(false);
    await h.store.replaceRecoveryCodes({
      userId: owner.userId,
      hashes: ['c', 'd', 'e'].map(hashOf),
      audit: h.samples.audit(),
      mail: mailTo(h, owner),
    });
    expect(await use(owner.userId, 'a')).toBe(false);
    expect(await use(owner.userId, 'c')).toBe(true);
    expect((await h.store.findSecondFactor(owner.userId))?.recoveryCodesLeft).toBe(2);
  });

  test('a factor that was taken away takes its codes along', async () => {
    await using h = await open();
    const owner = await inForce(h);
    const disable = () =>
      h.store.disableSecondFactor({
        userId: owner.userId,
        audit: h.samples.audit(),
        mail: mailTo(h, owner),
      });

    expect(await disable()).toBe(true);
    expect(await disable()).toBe(false);

    expect(await h.store.findSecondFactor(owner.userId)).toBeUndefined();
    expect(await h.store.useSecondFactorCode(owner.userId, { step: 99 }, at(2))).toBe(false);
    const recoveryHash = hashOf('a');
    expect(await h.store.useSecondFactorCode(owner.userId, { recoveryHash }, at(2))).toBe(false);
    const audit = h.samples.audit();
    const none = { userId: owner.userId, hashes: ['x'], audit, mail: mailTo(h, owner) };
    expect(await h.store.replaceRecoveryCodes(none)).toBe(false);
  });

  test('a session tells whether a factor is required and in force', async () => {
    await using h = await open();
    const registration = h.samples.registration();
    await h.store.registerUser(registration);
    const { organization, session, user } = registration;
    const find = async () => (await h.store.findPrincipal(session.id, at(1)))?.secondFactor;

    expect(await find()).toEqual({ required: false, confirmedAt: null });
    await h.store.setSecondFactorRequired(organization.id, true, h.samples.audit());
    const owner = { userId: user.id, organizationId: organization.id };
    await enrol(h, owner, secret);
    expect(await find()).toEqual({ required: true, confirmedAt: null });
    await confirm(h, owner);
    expect(await find()).toEqual({ required: true, confirmedAt: at(1) });
  });

  test('a session remembers when its user proved the password again', async () => {
    await using h = await open();
    const { session } = await register(h);

    expect(await h.store.findStepUp(session.id)).toBeNull();
    await h.store.stepUpSession(session.id, at(5), h.samples.audit());

    expect(await (await h.connect()).findStepUp(session.id)).toEqual(at(5));
    expect(await h.store.findStepUp('ses_unknown')).toBeUndefined();
    await h.store.revokeSession(session.id, at(6), h.samples.audit());
    expect(await h.store.findStepUp(session.id)).toBeUndefined();
  });
}

type Person = Pick<Owner, 'userId' | 'organizationId'>;

async function register(h: StoreHarness) {
  const registration = h.samples.registration();
  await h.store.registerUser(registration);
  return registration;
}

async function inForce(h: StoreHarness): Promise<Owner> {
  const owner = await h.samples.owner(h.store);
  await enrol(h, owner, secret);
  await confirm(h, owner);
  return owner;
}

function enrol({ store, samples }: StoreHarness, { userId }: Person, sealedSecret: Uint8Array) {
  return store.enrolSecondFactor({ userId, sealedSecret, now: at(0), audit: samples.audit() });
}

function confirm(h: StoreHarness, person: Person, changed: { sealedSecret?: Uint8Array } = {}) {
  return h.store.confirmSecondFactor({
    userId: person.userId,
    sealedSecret: secret,
    step: 7,
    recoveryHashes: ['a', 'b'].map(hashOf),
    now: at(1),
    audit: h.samples.audit(),
    mail: mailTo(h, person),
    ...changed,
  });
}

function mailTo({ samples }: StoreHarness, { userId }: Person) {
  return {
    id: samples.ids.next('mail'),
    kind: 'second-factor-on' as const,
    userId,
    to: 'ada@example.com',
    facts: {},
    sealedToken: null,
    expiresAt: null,
    createdAt: at(0),
  };
}
