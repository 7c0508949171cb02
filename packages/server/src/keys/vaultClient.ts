import { readFile } from 'node:fs/promises';
import { request } from 'undici';
import { z } from 'zod';
import { Secret } from '../internal/secret.ts';
import { problemOfStatus } from './httpStatusProblem.ts';
import { KeyServiceError, type KeyServiceProblem } from './keyServiceErrors.ts';

/** How we tell a Vault who we are. */
export type VaultLogin =
  | { readonly kind: 'token'; readonly token: Secret<string> }
  | { readonly kind: 'approle'; readonly roleId: string; readonly secretId: Secret<string> }
  /** With the token of the pod's service account. */
  | { readonly kind: 'kubernetes'; readonly role: string; readonly tokenFile: string };

/** Speaks to one Vault, logged in. */
export interface VaultClient {
  /** @param ask.whenRefused - What status 400 means for this call. */
  post(
    path: string,
    body: Readonly<Record<string, string>>,
    ask: { readonly signal: AbortSignal; readonly whenRefused: KeyServiceProblem },
  ): Promise<unknown>;
}

interface Session {
  readonly token: Secret<string>;
  readonly until: number;
}

const loginAnswer = z.object({
  auth: z.object({ client_token: z.string().min(1), lease_duration: z.number() }),
});
const errorAnswer = z.object({ errors: z.array(z.string()) });
/** A token is renewed by a new login once this share of its life is over. */
const lifeShare = 0.8;

export function createVaultClient({
  url,
  namespace,
  login,
}: {
  readonly url: string;
  readonly namespace: string | undefined;
  readonly login: VaultLogin;
}): VaultClient {
  let session: Promise<Session> | undefined;

  async function send(
    path: string,
    { body, token, signal }: { body: unknown; token?: Secret<string>; signal: AbortSignal },
  ): Promise<{ status: number; json: unknown }> {
    try {
      const answer = await request(new URL(`/v1/${path}`, url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-vault-request': 'true',
          ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
          ...(token === undefined ? {} : { 'x-vault-token': token.reveal() }),
        },
        body: JSON.stringify(body),
        signal,
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, json: parsed(text) };
    } catch (error) {
      if (error instanceof KeyServiceError) throw error;
      throw new KeyServiceError(signal.aborted ? 'late' : 'unreachable');
    }
  }

  async function openSession(signal: AbortSignal): Promise<Session> {
    if (login.kind === 'token') return { token: login.token, until: Number.POSITIVE_INFINITY };
    const { path, body } = await credentialsOf(login);
    const { status, json } = await send(path, { body, signal });
    // 400 is what AppRole answers to a wrong secret.
    if (status === 400 || status === 403) throw new KeyServiceError('not-authenticated');
    if (status !== 200) throw new KeyServiceError(problemOfStatus(status));
    const answer = loginAnswer.safeParse(json);
    if (!answer.success) throw new KeyServiceError('strange-answer');
    const { client_token: token, lease_duration: seconds } = answer.data.auth;
    const lifeMs = seconds === 0 ? Number.POSITIVE_INFINITY : seconds * 1_000 * lifeShare;
    return { token: new Secret(token), until: performance.now() + lifeMs };
  }

  /** Callers at the same time share one login. */
  async function getSession(signal: AbortSignal): Promise<Session> {
    const current = (session ??= openSession(signal));
    try {
      const opened = await current;
      if (performance.now() < opened.until) return opened;
    } catch (error) {
      if (session === current) session = undefined;
      throw error;
    }
    if (session === current) session = undefined;
    return getSession(signal);
  }

  return {
    async post(path, body, { signal, whenRefused }) {
      for (let attempt = 1; ; attempt += 1) {
        const { token } = await getSession(signal);
        const { status, json } = await send(path, { body, token, signal });
        if (status === 200) return json;
        const problem = problemOf(status, json, whenRefused);
        // A token that was revoked before its time: one new login, where we can.
        if (problem !== 'not-permitted' || login.kind === 'token' || attempt > 1) {
          throw new KeyServiceError(problem);
        }
        session = undefined;
      }
    },
  };
}

async function credentialsOf(
  login: Exclude<VaultLogin, { kind: 'token' }>,
): Promise<{ path: string; body: Record<string, string> }> {
  if (login.kind === 'approle') {
    const body = { role_id: login.roleId, secret_id: login.secretId.reveal() };
    return { path: 'auth/approle/login', body };
  }
  const jwt = await readFile(login.tokenFile, 'utf8').catch(() => {
    throw new KeyServiceError('not-authenticated', 'no service account token');
  });
  return { path: 'auth/kubernetes/login', body: { role: login.role, jwt: jwt.trim() } };
}

function problemOf(
  status: number,
  json: unknown,
  whenRefused: KeyServiceProblem,
): KeyServiceProblem {
  if (status === 400) {
    const answer = errorAnswer.safeParse(json);
    const said = answer.success ? answer.data.errors.join(' ') : '';
    // The one place where Vault tells its cases apart by words alone.
    if (/key not found/i.test(said)) return 'key-missing';
    if (/(disallowed|too old|minimum|deleted)/i.test(said)) return 'key-disabled';
    return whenRefused;
  }
  // Sealed, standby or in maintenance.
  if (status === 412 || status === 472 || status === 473) return 'failing';
  return problemOfStatus(status);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
