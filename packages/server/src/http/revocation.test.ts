import { expect, test } from 'vitest';
import { createHarness, type Harness } from '../testing/createHarness.ts';
import { createSecondProcess } from '../testing/createSecondProcess.ts';
import { readMailSecret } from './testing/readMailSecret.ts';

const email = 'ann@example.com';
const password = 'Public test passw0rd';
const fresh = { newPassword: 'Another test passw0rd', confirmPassword: 'Another test passw0rd' };
/** How long an exchanged refresh token may come again. */
const graceMs = 10_000;

interface Ending {
  readonly name: string;
  /** What comes before, while the session still lives. @returns what it takes to end it */
  prepare?(h: Harness, session: Session): Promise<string>;
  end(h: Harness, session: Session, prepared: string): Promise<unknown>;
}

interface Session {
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

const auth = (h: Harness, path: string, body: object, token?: string) =>
  h.request(`/api/v1/auth/${path}`, { body, ...(token !== undefined && { token }) });

async function register(h: Harness): Promise<Session> {
  const { body } = await auth(h, 'register', { email, password, confirmPassword: password });
  return body;
}

const endings: readonly Ending[] = [
  {
    name: 'a logout',
    end: (h, { accessToken: token }) => h.request('/api/v1/auth/logout', { method: 'POST', token }),
  },
  {
    name: 'a change of the password',
    end: (h, { accessToken }) =>
      auth(h, 'change-password', { currentPassword: password, ...fresh }, accessToken),
  },
  {
    name: 'a reset of the password',
    async prepare(h) {
      await auth(h, 'forgot-password', { email });
      return readMailSecret(h);
    },
    end: (h, _, token) => auth(h, 'reset-password', { token, ...fresh }),
  },
  {
    name: 'a refresh token that was used before',
    async prepare(h, { refreshToken }) {
      await auth(h, 'refresh', { refreshToken });
      await h.clock.advance(graceMs);
      return refreshToken;
    },
    end: (h, _, refreshToken) => auth(h, 'refresh', { refreshToken }),
  },
  {
    name: 'the deactivation of the user',
    async end({ clock, deps, request }, { userId, accessToken: token }) {
      const { body: profile } = await request('/api/v1/auth/profile', { token });
      const [like] = await deps.store.listAudit(profile.organizationId, 1);
      const audit = { ...like!, id: deps.ids.next('audit'), at: clock.now() };
      expect(await deps.store.deactivateUser(userId, clock.now(), audit)).toBe(true);
    },
  },
];

test.each(endings)(
  '$name voids access tokens at once here, and within a second in another process',
  async ({ prepare, end }) => {
    await using h = await createHarness();
    await using other = await createSecondProcess(h);
    const session = await register(h);
    const profile = async ({ request }: Pick<Harness, 'request'>) =>
      (await request('/api/v1/auth/profile', { token: session.accessToken })).status;
    const prepared = (await prepare?.(h, session)) ?? '';
    expect([await profile(h), await profile(other)]).toEqual([200, 200]);

    await end(h, session, prepared);

    expect(await profile(h)).toBe(401);
    await h.clock.advance(999);
    expect(await profile(other)).toBe(401);
  },
);

test.each(endings)(
  '$name ends in every process at once what asks for the password again',
  async ({ prepare, end }) => {
    await using h = await createHarness();
    await using other = await createSecondProcess(h);
    const session = await register(h);
    const { accessToken: token } = session;
    const prepared = (await prepare?.(h, session)) ?? '';
    const makeKey = (proof: object) =>
      other.request('/api/v1/api-keys', {
        token,
        body: { name: 'Ledger', scopes: ['read'], ...proof },
      });
    await other.request('/api/v1/auth/step-up', { token, body: { password } });
    expect((await makeKey({})).status).toBe(201);

    await end(h, session, prepared);

    // The session is remembered there for half a second; a key would outlast it.
    expect((await other.request('/api/v1/auth/profile', { token })).status).toBe(200);
    for (const proof of [{}, { password }])
      expect(await makeKey(proof)).toMatchObject({
        status: 401,
        body: { errorCode: 'UNAUTHORIZED' },
      });
  },
);
