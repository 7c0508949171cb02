/**
 * All stories of accounts against the real server, and then a search of everything it wrote for the secrets they were
 * about: its log at the lowest level, its database, what it answered, mailed, sent to webhooks and measures.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { startAlgorandNode, startEvmNode } from '@biatec-tokens/devnet';
import { afterAll, expect, test } from 'vitest';
import { systemClock as clock } from '../../runtime/systemClock.ts';
import { startReceiver } from '../../webhooks/testing/startReceiver.ts';
import { createAuthenticatorApp } from '../authenticatorApp.ts';
import { createMarkerBook } from './markerBook.ts';
import { bytesMarker, findMarkers, phraseMarkers, textMarker } from './markers.ts';
import { createRecordingClient } from './recordingClient.ts';
import { findFreePort, until, watchServer } from './watchServer.ts';

const storyMsMax = 300_000;
const auth = '/api/v1/auth';

// Marks that nothing else in the process or the database contains.
const passwords = {
  first: 'Planted-passw0rd-5e81 one',
  wrong: 'Planted-passw0rd-c27f wrong',
  weak: 'planted-weak-90ab',
  changed: 'Planted-passw0rd-13d0 two',
  reset: 'Planted-passw0rd-77b4 three',
  guest: 'Planted-passw0rd-fa06 four',
  arc76: 'planted arc76 passw0rd 4be9',
};
const jwtSecret = 'planted-jwt-secret-8d21c4e07f5b9a63-of-32-bytes';
const email = 'ann@planted.example';
const guest = 'bob@planted.example';

const book = createMarkerBook();
const watch = watchServer();
afterAll(() => watch[Symbol.dispose]());

test(
  'no story leaves a secret in a log, the database, an answer, a mail, a webhook or a measurement',
  { timeout: storyMsMax },
  async () => {
    await using algorand = await startAlgorandNode();
    await using evm = await startEvmNode();
    await using receiver = await startReceiver();
    const metricsPort = await findFreePort();
    const settings = {
      DATABASE_URL: `file:${watch.databaseFile}`,
      KEY_FILE: watch.keyFile,
      JWT_SECRET: jwtSecret,
      LOG_LEVEL: 'debug',
      PORT: '0',
      METRICS_PORT: String(metricsPort),
      RATE_LIMIT_ENABLED: 'false',
      NETWORK_ALGORAND_LOCALNET_ENDPOINTS: algorand.url.replace('://', `://:${algorand.token}@`),
      NETWORK_ALGORAND_LOCALNET_SPONSOR: algorand.funderMnemonic,
      NETWORK_EVM_LOCALNET_ENDPOINTS: evm.url,
      NETWORK_EVM_LOCALNET_SPONSOR: evm.funderPrivateKey,
    };
    book.add(
      ...Object.entries(passwords).map(([name, text]) => textMarker(`password: ${name}`, text)),
      textMarker('JWT secret', jwtSecret),
      ...phraseMarkers('words of the sponsor', algorand.funderMnemonic),
      bytesMarker('key of the sponsor', Buffer.from(evm.funderPrivateKey.slice(2), 'hex')),
      textMarker('token of the node', algorand.token),
    );
    const server = watch.run(['serve'], settings);
    const url = await until(
      'The first line of the server',
      async () => /"msg":"ready","url":"([^"]+)"/.exec(watch.output().toString())?.[1],
    );
    const client = createRecordingClient(() => url);
    const { ask } = client;
    const mails: string[] = [];

    /** The secret of the newest mail to somebody that leads to a page. */
    function mailed(to: string, page: string): Promise<string> {
      return until(`A mail to ${to} that leads to ${page}`, async () => {
        const list = String(await ask('/mailbox', { reveals: true }));
        const rows = list.split('<tr>').filter((row) => row.includes(`<td>${to}</td>`));
        for (const [, path] of rows.join('').matchAll(/href="([^"]+)"/g)) {
          const mail = String(await ask(path ?? '', { reveals: true }));
          const token = new RegExp(`/${page}#token=([\\w-]+)`).exec(mail)?.[1];
          if (token !== undefined) return book.addToken(`link: ${page}`, token);
        }
        return undefined;
      });
    }

    // Registration, with everything a client may get wrong.
    const register = (password: string, to = email, more = {}) => ({
      body: { email: to, password, confirmPassword: password, ...more },
    });
    let session = book.addSession(
      'registration',
      await ask(`${auth}/register`, { ...register(passwords.first), reveals: true }),
    );
    const first = session;
    await ask(`${auth}/register`, { ...register(passwords.first), status: 409 });
    await ask(`${auth}/register`, {
      ...register(passwords.weak, 'weak@planted.example'),
      status: 400,
    });
    await ask(`${auth}/register`, { ...register(passwords.first, passwords.first), status: 400 });
    await ask(`${auth}/register`, {
      ...register(passwords.first, 'more@planted.example', { passwd: passwords.wrong }),
      status: 400,
    });
    await ask(`${auth}/register`, {
      body: { email, password: [passwords.first], confirmPassword: { is: passwords.wrong } },
      status: 400,
    });
    for (const text of [
      `{"email":"${email}","password":"${passwords.first}"`,
      `password=${passwords.first}`,
    ]) {
      await ask(`${auth}/login`, { text, status: 400 });
    }
    await ask(`${auth}/verify-email`, { body: { token: await mailed(email, 'verify-email') } });

    // Sign-in, refresh, and tokens that are wrong or used up.
    await ask(`${auth}/login`, { body: { email, password: passwords.wrong }, status: 401 });
    session = book.addSession(
      'sign-in',
      await ask(`${auth}/login`, { body: { email, password: passwords.first }, reveals: true }),
    );
    const { refreshToken: used } = session;
    session = book.addSession(
      'refresh',
      await ask(`${auth}/refresh`, { body: { refreshToken: used }, reveals: true }),
    );
    book.addSession(
      'second refresh',
      await ask(`${auth}/refresh`, { body: { refreshToken: session.refreshToken }, reveals: true }),
    );
    await ask(`${auth}/refresh`, { body: { refreshToken: used }, status: 401 });
    await ask(`${auth}/refresh`, {
      body: { refreshToken: `${used}${'x'.repeat(300)}` },
      status: 400,
    });
    for (const token of [`${session.accessToken}x`, session.accessToken, passwords.wrong]) {
      await ask(`${auth}/profile`, { token, status: 401 });
    }
    await ask(`${auth}/profile?access_token=${first.accessToken}`, { status: 401 });
    await ask(`${auth}/profile`, {
      headers: {
        authorization: `Basic ${btoa(`${email}:${passwords.first}`)}`,
        cookie: `t=${used}`,
      },
      status: 401,
    });

    // Another password, twice.
    const changed = { newPassword: passwords.changed, confirmPassword: passwords.changed };
    const change = `${auth}/change-password`;
    await ask(change, {
      token: first.accessToken,
      body: { currentPassword: passwords.wrong, ...changed },
      status: 403,
    });
    session = book.addSession(
      'password change',
      await ask(change, {
        token: first.accessToken,
        body: { currentPassword: passwords.first, ...changed },
        reveals: true,
      }),
    );
    await ask(`${auth}/forgot-password`, { body: { email } });
    const reset = {
      body: {
        token: await mailed(email, 'reset-password'),
        newPassword: passwords.reset,
        confirmPassword: passwords.reset,
      },
    };
    await ask(`${auth}/reset-password`, reset);
    await ask(`${auth}/reset-password`, { ...reset, status: 400 });
    session = book.addSession(
      'after reset',
      await ask(`${auth}/login`, { body: { email, password: passwords.reset }, reveals: true }),
    );
    const token: string = session.accessToken;
    const proof = { password: passwords.reset };

    // The words, and an account that is brought in.
    await ask('/api/v1/account/export', {
      token,
      body: { password: passwords.wrong },
      status: 403,
    });
    const { mnemonic } = await ask('/api/v1/account/export', { token, body: proof, reveals: true });
    const arc76 = { email, password: passwords.arc76 };
    const imported = { token, body: { arc76, acceptRisk: true, ...proof } };
    await ask('/api/v1/account/import-arc76', {
      ...imported,
      headers: { 'idempotency-key': 'i-1' },
    });
    await ask('/api/v1/account/import-arc76', { ...imported, status: 409 });
    await book.addAccounts(mnemonic, arc76);

    // Colleagues, programs and webhooks.
    const { organizationId } = await ask(`${auth}/profile`, { token });
    await once(watch.run(['tier', organizationId, 'Pro'], settings), 'exit');
    await clock.sleep(1_000);
    await ask('/api/v1/invitations', { token, body: { email: guest, role: 'viewer', ...proof } });
    const invitation = await mailed(guest, 'accept-invitation');
    const bob = book.addSession(
      'guest',
      await ask(`${auth}/register`, { ...register(passwords.guest, guest), reveals: true }),
    );
    book.addSession(
      'guest in the organization',
      await ask('/api/v1/invitations/accept', {
        token: bob.accessToken,
        body: { token: invitation },
        reveals: true,
      }),
    );
    const { key } = await ask('/api/v1/api-keys', {
      token,
      body: { name: 'CI', scopes: ['read', 'deploy', 'webhooks'], ...proof },
      headers: { 'idempotency-key': 'k-1' },
      reveals: true,
    });
    book.addToken('API key', key.slice('btk_live_'.length));
    await ask(`${auth}/profile`, { token: key });
    await ask(`${auth}/profile`, { token: `${key.slice(0, -1)}_`, status: 401 });
    const endpoint = await ask('/api/v1/webhooks', {
      token,
      body: { url: receiver.url },
      headers: { 'idempotency-key': 'w-1' },
      reveals: true,
    });
    const rotated = await ask(`/api/v1/webhooks/${endpoint.id}/rotate`, {
      token,
      body: {},
      reveals: true,
    });
    for (const { secret } of [endpoint, rotated]) {
      const base64 = secret.slice('whsec_'.length);
      book.add(
        textMarker('webhook secret', base64),
        bytesMarker('webhook secret', Buffer.from(base64, 'base64')),
      );
    }
    await ask(`/api/v1/webhooks/${endpoint.id}/test`, { token, body: {} });

    // Tokens on both chains, by the account that was brought in and by that of the words.
    const base = { name: 'Harbour Bond', decimals: 2 };
    const asa = { ...base, network: 'algorand-localnet', unitName: 'HRB', totalSupply: '1000000' };
    const erc20 = { ...base, network: 'evm-localnet', symbol: 'HRB', totalSupply: '1000000' };
    await ask('/api/v1/token/asa-ft', { token: key, body: { ...asa, decimals: 77 }, status: 400 });
    for (const [tokenType, body] of Object.entries({ 'asa-ft': asa, 'erc20-preminted': erc20 })) {
      const { statusUrl } = await ask(`/api/v1/token/${tokenType}`, { token: key, body });
      await until(`The end of ${tokenType}`, async () => {
        const { status } = await ask(statusUrl, { token: key });
        expect(['Failed', 'Cancelled']).not.toContain(status);
        return status === 'Completed' ? status : undefined;
      });
    }

    // A second factor.
    const enrolled = await ask(`${auth}/second-factor/enrol`, {
      token,
      body: proof,
      reveals: true,
    });
    const app = createAuthenticatorApp(enrolled.secret, clock);
    book.add(
      textMarker('second factor', enrolled.secret),
      bytesMarker('second factor', app.secret),
    );
    await ask(`${auth}/second-factor/confirm`, { token, body: { totp: '000000' }, status: 403 });
    const { recoveryCodes } = await ask(`${auth}/second-factor/confirm`, {
      token,
      body: { totp: app.code() },
      reveals: true,
    });
    for (const code of recoveryCodes as string[]) {
      book.add(textMarker('recovery code', code));
      book.add(textMarker('recovery code, plain', code.replaceAll('-', '')));
    }
    const [code] = recoveryCodes as string[];
    const withCode = { email, password: passwords.reset, recoveryCode: code };
    book.addSession('recovery code', await ask(`${auth}/login`, { body: withCode, reveals: true }));
    await ask(`${auth}/login`, { body: withCode, status: 401 });

    // The master key is replaced.
    const rewrap = watch.run(['rewrap', '--new-version'], settings);
    expect((await once(rewrap, 'exit'))[0]).toBe(0);
    for (const { key: master } of JSON.parse(readFileSync(watch.keyFile, 'utf8')).versions) {
      book.add(bytesMarker('master key', Buffer.from(master, 'base64')));
    }

    // Everything that can be read, by who may read most.
    for (const path of [
      `${auth}/profile`,
      `${auth}/sessions`,
      `${auth}/second-factor`,
      '/api/v1/account',
      '/api/v1/security/activity?limit=100',
      '/api/v1/security/policy',
      '/api/v1/organizations',
      '/api/v1/members',
      '/api/v1/invitations',
      '/api/v1/api-keys',
      '/api/v1/webhooks',
      `/api/v1/webhooks/${endpoint.id}/deliveries?limit=100`,
      '/api/v1/deployment-status?limit=100',
      '/api/v1/events?limit=500',
      '/api/v1/networks',
      '/health/ready',
      '/health/startup',
    ]) {
      await ask(path, { token });
    }
    const mailbox = String(await ask('/mailbox', { reveals: true }));
    for (const [, path] of mailbox.matchAll(/href="(\/mailbox\/[^"]+)"/g)) {
      mails.push(String(await ask(path ?? '', { reveals: true })));
    }
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const running = watch.databaseBytes();
    server.kill('SIGTERM');
    await once(server, 'exit');

    const places = {
      log: watch.output(),
      'database, while it ran': running,
      'database, at rest': watch.databaseBytes(),
      answers: client.answers,
      webhooks: Buffer.concat(
        receiver.received.map(({ headers, body }) =>
          Buffer.concat([Buffer.from(JSON.stringify(headers)), body]),
        ),
      ),
      mails: Buffer.from(mails.join('\n')),
      metrics: Buffer.from(metrics),
    };
    // Proves that the places are what they are called, and that looking for something in them works.
    expect(places.log.includes('"msg":"request"')).toBe(true);
    expect(places['database, while it ran'].includes(email)).toBe(true);
    expect(places['database, at rest'].includes(email)).toBe(true);
    expect(places.answers.includes('"errorCode":"INVALID_CREDENTIALS"')).toBe(true);
    expect(places.webhooks.includes('deployment.completed')).toBe(true);
    expect(places.mails.includes('reset-password#token=')).toBe(true);
    expect(places.metrics.includes('auth_')).toBe(true);
    expect(book.markers.length).toBeGreaterThan(90);
    // A mail is how its own link comes to its reader.
    const isMailed = ({ marker, place }: { marker: string; place: string }) =>
      place === 'mails' && marker.startsWith('link: ');
    const found = findMarkers(book.markers, places);
    expect(found.filter(isMailed)).not.toEqual([]);
    expect(found.filter((finding) => !isMailed(finding))).toEqual([]);
  },
);
