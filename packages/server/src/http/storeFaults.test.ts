import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';

const gold = {
  network: 'algorand-localnet',
  name: 'Gold',
  unitName: 'GLD',
  totalSupply: '1000',
  decimals: 2,
};

test('while another program locks the database nothing is acknowledged; afterwards the same key is accepted once', async () => {
  await using h = await createHarness();
  const { accessToken: token } = await h.given.signedInUser();
  const issue = () =>
    h.request('/api/v1/token/asa-ft', {
      method: 'POST',
      token,
      body: gold,
      headers: { 'idempotency-key': 'while-locked' },
    });
  const stranger = new Database(h.config.databaseFile);
  stranger.exec('BEGIN IMMEDIATE');

  const refused = await issue();

  expect(refused.status).toBe(503);
  expect(refused.body).toMatchObject({
    success: false,
    errorCode: 'STORE_UNAVAILABLE',
    errorNumber: 9003,
  });
  expect(JSON.stringify(refused.body)).not.toContain('SQLITE');

  stranger.exec('ROLLBACK');
  stranger.close();
  const accepted = await issue();
  const list = await h.request('/api/v1/deployment-status', { token });
  expect(accepted.status).toBe(202);
  expect(accepted.headers.get('idempotent-replayed')).toBeNull();
  expect(list.body.items).toMatchObject([{ deploymentId: accepted.body.deploymentId }]);
});
