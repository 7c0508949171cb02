import { expect, test } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';
import { exitCodes } from './command.ts';
import { runCommand } from './testing/runCommand.ts';
import { tier } from './tier.ts';

test('an operator gives an organization another plan while the server runs, and the trail says so', async () => {
  await using h = await createHarness();
  const owner = await h.given.steppedUp(await h.given.signedInUser());
  const { organizationId, accessToken: token } = owner;
  const invite = (email: string) =>
    h.request('/api/v1/invitations', { token, body: { email, role: 'viewer' } });
  expect((await invite('one@example.com')).status).toBe(201);

  expect(await runCommand(tier, h.config, [organizationId, 'Free'])).toEqual({
    code: exitCodes.ok,
    out: `${organizationId} is on the plan Free now\n`,
    err: '',
  });
  await h.clock.advance(500);

  expect(await invite('two@example.com')).toMatchObject({
    status: 402,
    body: { errorCode: 'SUBSCRIPTION_LIMIT_EXCEEDED', details: { tier: 'Free', limit: 1 } },
  });
  expect((await h.request('/api/v1/auth/profile', { token })).body).toMatchObject({ tier: 'Free' });
  const trail = await h.deps.store.listAudit(organizationId, 10);
  expect(trail.find(({ action }) => action === 'organization.set_tier')).toMatchObject({
    actor: 'operator',
    target: organizationId,
    details: { tier: 'Free' },
  });
});

test('what is no plan, or of nobody, is refused', async () => {
  await using h = await createHarness();

  expect(await runCommand(tier, h.config, ['org_1', 'Gold'])).toMatchObject({
    code: exitCodes.usage,
    err: expect.stringContaining('Free|Basic|Pro|Enterprise'),
  });
  expect(await runCommand(tier, h.config, ['org_1', 'Pro'])).toMatchObject({
    code: exitCodes.failed,
    err: 'Cannot give a plan: there is no organization "org_1"\n',
  });
});
