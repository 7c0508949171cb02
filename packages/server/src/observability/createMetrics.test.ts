import { expect, test } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';
import { bond } from '../testing/tokenExamples.ts';

test('the documented names count what happened', async () => {
  await using h = await createHarness();
  const { accessToken: token } = await h.given.signedInUser();
  await h.request('/api/v1/token/asa-ft', { token, body: bond });
  await h.request('/api/v1/auth/login', { body: { email: 'a@example.com', password: 'wrong' } });

  const text = await h.parts.metrics.registry.metrics();

  expect(text).toContain('auth_login_failure_count{code="INVALID_CREDENTIALS"} 1');
  expect(text).toContain('auth_registration_success_count 0');
  expect(text).toContain('auth_login_duration_ms_count 1');
  expect(text).toContain('deployments{state="Queued",network="algorand-localnet"} 1');
  expect(text).toContain('operation_duration_ms_count{operation="tokens.issue",code=""} 1');
});
