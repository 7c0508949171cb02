/**
 * Issues a security token, then uses it as its issuer and its investors would: straight on the contract, with algokit-utils.
 *
 * Exits non-zero if anything is not as it should be.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createClient } from '@biatec-tokens/sdk';
import { readMailedToken } from '../readMailedToken.ts';
import { kyc, labelBytes, none, openToken, partitionOf } from './openToken.ts';
import { openWallet } from './openWallet.ts';

const baseUrl = process.env['BASE_URL'] ?? 'http://127.0.0.1:8080';
const client = createClient({ baseUrl });
const password = `Aa1!${randomBytes(12).toString('base64url')}`;
const email = `security-token-${randomBytes(6).toString('hex')}@example.com`;
await client.auth.register({ email, password, confirmPassword: password });

// #region issue
const { deploymentId } = await client.tokens.issue('arc1400', {
  network: 'algorand-localnet',
  name: 'Harbour Equity',
  symbol: 'HREQ',
  decimals: 2,
  initialSupply: '60000',
  cap: '100000',
  partition: 'class-a',
  documents: [
    {
      name: 'prospectus',
      uri: 'https://example.com/prospectus.pdf',
      sha256: '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8',
    },
  ],
});
const { assetId } = await client.deployments.wait(deploymentId);
assert.ok(assetId);
// #endregion
console.log(`Security token ${assetId}`);

// The issuer takes its account along to sign by itself, which in production asks for a confirmed address; the investors bring their own.
const wallet = await openWallet();
await client.auth.verifyEmail({
  token: await readMailedToken(baseUrl, { to: email, page: 'verify-email' }),
});
const { mnemonic } = await client.account.export({ password });
const issuer = await wallet.openIssuer(mnemonic);
const [ann, bob] = [await wallet.createInvestor(), await wallet.createInvestor()];
const token = openToken(wallet.algorand, BigInt(assetId));
const classA = partitionOf('class-a');

// #region story
await token.send(issuer, 'set_investor_flag', { addr: ann, flag_key: kyc, value: 1n });
await token.send(issuer, 'arc1410_issue_by_partition', {
  to: ann,
  partition: classA,
  amount: 50_000n,
  data: none,
});
assert.equal(await token.balanceOf(ann, classA), 50_000n);
console.log('Ann is listed, and was issued 500.00 of class A');

const toBob = { partition: classA, to: bob, amount: 10_000n, data: none };
const { code, reason } = await token.validate({ ...toBob, from: ann });
assert.equal(`${code} ${reason}`, '11 RecipientNotEligible');
const refused = token.send(ann, 'arc1410_transfer_by_partition', toBob);
await assert.rejects(refused, /11 RecipientNotEligible/);
console.log(`Bob is not listed, so Ann's transfer is refused: ${code} ${reason}`);

await token.send(issuer, 'set_investor_flag', { addr: bob, flag_key: kyc, value: 1n });
await token.send(ann, 'arc1410_transfer_by_partition', toBob);
assert.equal(await token.balanceOf(bob, classA), 10_000n);
console.log('Bob is listed, and has 100.00 from Ann');

await token.send(issuer, 'arc1644_set_controller', { new_controller: issuer });
const back = { from: bob, to: ann, partition: labelBytes('class-a'), amount: 10_000n, data: none };
const unexplained = token.send(issuer, 'arc1644_controller_transfer_partition', {
  ...back,
  operator_data: none,
});
await assert.rejects(unexplained, /52 JustificationRequired/);
await token.send(issuer, 'arc1644_controller_transfer_partition', {
  ...back,
  operator_data: Buffer.from('Court order 12/2026'),
});
assert.equal(await token.balanceOf(bob, classA), 0n);
console.log('The controller moved them back to Ann, and had to say why');
// #endregion
