import { createHash } from 'node:crypto';
import type { TermsInForce } from '@biatec-tokens/core';
import type { Hono } from 'hono';
import { answer } from './answer.ts';
import { escapeHtml } from '../mail/plainText.ts';
import type { AppDeps, HttpEnv } from './httpEnv.ts';

export const accountPagePaths = [
  '/reset-password',
  '/verify-email',
  '/accept-invitation',
  '/account-page.js',
];

/**
 * Pages for the links in mails, for where no frontend has its own.
 *
 * The link's secret stands behind the #, so it never reaches this server with the page: a small script reads it, takes it
 * out of the address bar, and calls the operation when the person presses the button. A scanner of mails that opens the
 * link uses nothing up.
 */
export function mountAccountPages(app: Hono<HttpEnv>, { terms }: Pick<AppDeps, 'terms'>): void {
  for (const [path, body] of Object.entries(writePages(terms))) {
    app.get(path, (c) =>
      answer(c, body, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policy,
      }),
    );
  }
  app.get('/account-page.js', (c) =>
    answer(c, script, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
}

export const pageStyle = `body{font:16px/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;max-width:34rem;margin:4rem auto;padding:0 1rem}
label{display:block;margin:1rem 0 .25rem}input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #767676;border-radius:4px}
input[type=checkbox]{width:auto}p>label{display:inline}button{font:inherit;margin-top:1.5rem;padding:.5rem 1rem;border:0;border-radius:4px;background:#1f5f8b;color:#fff;cursor:pointer}button[disabled]{opacity:.5}
[role=status]{margin-top:1.5rem;white-space:pre-line}pre{white-space:pre-wrap;overflow-wrap:anywhere}table{border-collapse:collapse}td{padding:.25rem 1rem .25rem 0;vertical-align:top}
`;

/** Allows a style element by what is in it. */
export const pageStyleHash = `'sha256-${createHash('sha256').update(pageStyle).digest('base64')}'`;

const policy = `default-src 'none'; script-src 'self'; style-src ${pageStyleHash}; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export function writePage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${title}</h1>
${body}
</body>
</html>
`;
}

const tail = `<p role="status" id="answer"></p>
<noscript><p>This page needs JavaScript: it keeps the secret of your link out of every log.</p></noscript>
<script src="/account-page.js"></script>`;

const writePages = (terms: TermsInForce | null) => ({
  '/reset-password': writePage(
    'Choose a new password',
    `<form data-operation="/api/v1/auth/reset-password" data-done="Your password is changed, and every session has ended. Sign in with the new one.">
<label for="newPassword">New password</label>
<input id="newPassword" name="newPassword" type="password" autocomplete="new-password" required>
<label for="confirmPassword">The same again</label>
<input id="confirmPassword" name="confirmPassword" type="password" autocomplete="new-password" required>
<button>Set the password</button>
</form>
${tail}`,
  ),
  '/verify-email': writePage(
    'Confirm your email address',
    `<form data-operation="/api/v1/auth/verify-email" data-done="Your email address is confirmed.">
<button>Confirm</button>
</form>
${tail}`,
  ),
  '/accept-invitation': writePage(
    'Join the organization',
    `<p>Sign in with the email address that the mail came to, or register with it.</p>
<form data-operation="/api/v1/invitations/accept" data-done="You belong to the organization now. Sign in and switch to it." data-sign-in>
<label for="email">Email</label>
<input id="email" name="email" type="email" autocomplete="username" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<p><input id="is-new" name="isNew" type="checkbox"> <label for="is-new">I have no account yet: register me with this password</label></p>
<div id="registration" hidden>
<label for="confirmPassword">The password again</label>
<input id="confirmPassword" name="confirmPassword" type="password" autocomplete="new-password">
${acceptTerms(terms)}</div>
<div id="second-factor" hidden>
<label for="code">Code of your authenticator app, or a recovery code</label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" aria-describedby="answer">
</div>
<button>Join</button>
</form>
${tail}`,
  ),
});

/** The box to tick where there are terms of use; the script sends the version that stood beside it. */
function acceptTerms(terms: TermsInForce | null): string {
  if (terms === null) return '';
  const [version, url] = [escapeHtml(terms.version), escapeHtml(terms.url)];
  return `<p><input id="terms" name="terms" type="checkbox" data-version="${version}"> <label for="terms">I accept the <a href="${url}" target="_blank" rel="noreferrer">terms of use</a>, version ${version}</label></p>
`;
}

const script = `const form = document.querySelector('form');
const answer = document.querySelector('#answer');
const button = form.querySelector('button');
const token = new URLSearchParams(location.hash.slice(1)).get('token');
history.replaceState(null, '', location.pathname);
if (!token) {
  button.disabled = true;
  answer.textContent = 'This link is not complete. Open it from the mail once more.';
}
async function post(path, fields, accessToken) {
  const response = await fetch(path, {
    method: 'POST',
    headers: {
      ...(fields === undefined ? {} : { 'content-type': 'application/json' }),
      ...(accessToken === undefined ? {} : { authorization: 'Bearer ' + accessToken }),
    },
    ...(fields === undefined ? {} : { body: JSON.stringify(fields) }),
  });
  return { ok: response.ok, body: await response.json() };
}
function signIn({ email, password, code }) {
  const given = code.trim();
  const proof = given === '' ? {} : /^[0-9]{6}$/.test(given) ? { totp: given } : { recoveryCode: given };
  return post('/api/v1/auth/login', { email, password, ...proof });
}
async function join({ email, password, confirmPassword, isNew, code, terms }) {
  if (isNew !== undefined) {
    const acceptedTerms = terms === undefined ? {} : { acceptedTerms: document.querySelector('#terms').dataset.version };
    const registered = await post('/api/v1/auth/register', {
      email, password, confirmPassword, invitationToken: token, ...acceptedTerms,
    });
    if (registered.ok) await signOut(registered);
    return registered;
  }
  const session = await signIn({ email, password, code });
  if (!session.ok) return session;
  const joined = await post(form.dataset.operation, { token }, session.body.accessToken);
  await signOut(joined.ok ? joined : session);
  return joined;
}
// This page keeps nothing, and leaves no session behind.
function signOut({ body }) {
  return post('/api/v1/auth/logout', undefined, body.accessToken);
}
const isNew = document.querySelector('#is-new');
isNew?.addEventListener('change', () => {
  document.querySelector('#registration').hidden = !isNew.checked;
});
function explain(body) {
  const asksForCode = body.errorCode === 'SECOND_FACTOR_REQUIRED' || body.errorCode === 'SECOND_FACTOR_INVALID';
  const secondFactor = document.querySelector('#second-factor');
  if (asksForCode && secondFactor !== null) {
    secondFactor.hidden = false;
    document.querySelector('#code').focus();
    if (body.errorCode === 'SECOND_FACTOR_REQUIRED') return 'Your account has a second factor: enter its code too.';
  }
  if (body.errorCode === 'TERMS_NOT_ACCEPTED') return 'Accept the terms of use to register. Load the page from the mail once more if they are not shown.';
  const problems = body.details?.problems ?? [];
  if (problems.length === 0) return body.errorMessage;
  return problems.map(({ path, message }) => (path === 'email' ? 'The email ' : 'The password ') + message).join('\\n');
}
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  answer.textContent = '';
  try {
    const fields = Object.fromEntries(new FormData(form));
    const { ok, body } =
      form.dataset.signIn === undefined
        ? await post(form.dataset.operation, { token, ...fields })
        : await join(fields);
    if (ok) {
      form.remove();
      answer.textContent = form.dataset.done;
      return;
    }
    answer.textContent = explain(body);
  } catch {
    answer.textContent = 'The server cannot be reached. Try again in a moment.';
  }
  button.disabled = false;
});
`;
