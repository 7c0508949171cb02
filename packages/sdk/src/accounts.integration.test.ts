/** Accounts through the package, against the real server with a sponsor and a local chain. */
import { expect, test } from 'vitest';
import { ConflictError, createClient, NotFoundError, ValidationError } from './index.ts';
import { startProduct } from './testing/startProduct.ts';

const password = 'Correct-Horse-7-Battery';
/** The sample of ARC-76 itself: a public account, never to be funded on a real network. */
const arc76 = {
  email: 'email@example.com',
  password: '12345678901234567890123456789012345678901234567890',
};
const expectedAddress = '5AHWQJ5D52K4GRW4JWQ5GMR53F7PDSJEGT4PXVFSBQYE7VXDVG3WSPWSBM';
const gold = {
  network: 'algorand-localnet',
  name: 'Gold',
  unitName: 'GLD',
  totalSupply: '1000000',
  decimals: 6,
};

test('an account is brought in and issues at the expense of the sponsor, until another is chosen', async () => {
  await using product = await startProduct();
  const client = createClient({ baseUrl: product.url });
  const { algorandAddress } = await client.auth.register({
    email: 'ada@example.com',
    password,
    confirmPassword: password,
  });

  const unread = client.account.importArc76({ arc76, password });
  await expect(unread).rejects.toThrow(ValidationError);
  await expect(unread).rejects.toMatchObject({
    code: 'ACCOUNT_RISK_NOT_ACCEPTED',
    details: { warning: expect.stringContaining('offline') },
  });
  await client.auth.stepUp({ password });
  const { account } = await client.account.importArc76({
    arc76,
    expectedAddress,
    acceptRisk: true,
  });
  expect(account).toMatchObject({ address: expectedAddress, origin: 'imported', issuing: true });
  await expect(client.account.importArc76({ arc76, acceptRisk: true })).rejects.toThrow(
    ConflictError,
  );

  const { deploymentId } = await client.tokens.issue('asa-ft', gold);
  const issued = await client.deployments.wait(deploymentId);
  expect(issued).toMatchObject({ status: 'Completed', issuer: expectedAddress });

  const { items } = await client.account.list();
  const created = items.find(({ address }) => address === algorandAddress);
  const chosen = await client.account.chooseIssuing(created?.accountId ?? '');
  expect(chosen.account).toMatchObject({ address: algorandAddress, issuing: true });
  const again = await client.tokens.issue('asa-ft', gold);
  expect(await client.deployments.wait(again.deploymentId)).toMatchObject({
    issuer: algorandAddress,
  });
  const missing = `acc_${'0'.repeat(16)}`;
  await expect(client.account.chooseIssuing(missing)).rejects.toThrow(NotFoundError);
  expect(await client.account.export()).toMatchObject({
    algorandAddress,
    notOpened: [expectedAddress],
  });
});
