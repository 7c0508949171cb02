import { expect, test } from 'vitest';
import { Secret } from '../internal/secret.ts';
import { createHarness } from '../testing/createHarness.ts';
import { createSecondProcess } from '../testing/createSecondProcess.ts';

const oldSecret = 'public-test-secret-old-0123456789-abcdef';
const newSecret = 'public-test-secret-new-0123456789-abcdef';

const before = { JWT_SECRET: oldSecret };
const ready = { JWT_SECRET: oldSecret, JWT_SECRET_PREVIOUS: newSecret };
const swapped = { JWT_SECRET: newSecret, JWT_SECRET_PREVIOUS: oldSecret };
const after = { JWT_SECRET: newSecret };

// While a step is under way some processes have taken it and others have not; a client meets both.
test.each([
  { step: 1, first: before, second: ready },
  { step: 1, first: ready, second: before },
  { step: 2, first: ready, second: swapped },
  { step: 2, first: swapped, second: ready },
  { step: 3, first: swapped, second: after },
  { step: 3, first: after, second: swapped },
])(
  'step $step of replacing the JWT secret: a refresh at one process is repeated by the other, whose tokens both take',
  async ({ first, second }) => {
    await using h = await createHarness({ env: first });
    await using other = await createSecondProcess(h, {
      jwtSecret: new Secret(second.JWT_SECRET),
      jwtSecretPrevious:
        'JWT_SECRET_PREVIOUS' in second ? new Secret(second.JWT_SECRET_PREVIOUS) : undefined,
    });
    const { body: session } = await h.request('/api/v1/auth/register', {
      body: { email: 'ann@example.com', password, confirmPassword: password },
    });
    const refresh = (process: Pick<typeof other, 'request'>, refreshToken: string) =>
      process.request('/api/v1/auth/refresh', { body: { refreshToken } });
    const profile = async (process: Pick<typeof other, 'request'>, token: string) =>
      (await process.request('/api/v1/auth/profile', { token })).status;

    const child = await refresh(h, session.refreshToken);
    const again = await refresh(other, session.refreshToken);

    expect([child.status, again.status]).toEqual([200, 200]);
    expect(again.body.refreshToken).toBe(child.body.refreshToken);
    for (const { body } of [child, again])
      expect([await profile(h, body.accessToken), await profile(other, body.accessToken)]).toEqual([
        200, 200,
      ]);
    expect((await refresh(other, child.body.refreshToken)).status).toBe(200);
  },
);

const password = 'Public test passw0rd';
