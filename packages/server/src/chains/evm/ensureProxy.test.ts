import { deterministicDeploymentProxy as proxy } from '@biatec-tokens/contracts';
import { expect, test } from 'vitest';
import { broadcastAndMine, issueOn, prepareIssue } from './testing/attempts.ts';
import { startEvmChain, type EvmChain } from './testing/startEvmChain.ts';

/** A chain as it is where nobody put the proxy. */
async function startBareChain(): Promise<EvmChain> {
  const chain = await startEvmChain({ own: true });
  await chain.request('anvil_setCode', proxy.address, '0x');
  return chain;
}

test('on a local chain without the proxy, the payer puts it there and the token follows', async () => {
  await using chain = await startBareChain();
  const adapter = chain.adapter();

  const { issue, plan, attempt, signed } = await prepareIssue(adapter, await issueOn(chain));

  // The nonce in the plan is the one after the funding of the proxy.
  expect(plan.chainNonce).toBe(1n);
  await broadcastAndMine(chain, adapter, signed);
  expect(await adapter.locate(issue, attempt)).toMatchObject({ kind: 'included', final: true });
});

test('several processes at once leave one proxy, and every one of them can go on', async () => {
  await using chain = await startBareChain();
  const sponsor = await chain.account(10n ** 18n);
  const adapters = Array.from({ length: 4 }, () => chain.adapter());

  const plans = await Promise.all(
    adapters.map(async (adapter) => adapter.plan(await issueOn(chain, { sponsor }))),
  );

  expect(plans.every(({ ok }) => ok)).toBe(true);
  expect(await chain.request('eth_getTransactionCount', proxy.deployer, 'latest')).toBe('0x1');
});

test('cut off after the funding, the next try goes on from there and funds nothing again', async () => {
  await using chain = await startBareChain();
  const sponsor = await chain.account(10n ** 18n);
  await chain.send(sponsor, { to: proxy.deployer, value: proxy.fundingWei });

  const { plan } = await prepareIssue(chain.adapter(), await issueOn(chain, { sponsor }));

  expect(plan.chainNonce).toBe(1n);
});

test('a payer who cannot fund the proxy is refused with the amounts', async () => {
  await using chain = await startBareChain();
  const sponsor = await chain.account(10n ** 15n);

  const planned = await chain.adapter().plan(await issueOn(chain, { sponsor }));

  expect(planned).toMatchObject({
    ok: false,
    refusal: { kind: 'funds', payer: 'sponsor', presentBaseUnits: 10n ** 15n },
  });
});

test('on a public chain a missing proxy is refused, not built', async () => {
  await using chain = await startBareChain();
  const adapter = chain.adapter({ networkId: 'base', chainId: chain.chainId });
  const sponsor = await chain.account(10n ** 18n);

  await expect(adapter.plan(await issueOn(chain, { sponsor }))).rejects.toMatchObject({
    code: 'BLOCKCHAIN_INVALID_ANSWER',
    message: expect.stringMatching(/proxy is missing/),
  });
  expect(await adapter.balance(sponsor.address)).toBe(10n ** 18n);
});

test('other code at the address of the proxy is refused', async () => {
  await using chain = await startBareChain();
  await chain.request('anvil_setCode', proxy.address, '0x60006000f3');

  await expect(chain.adapter().plan(await issueOn(chain))).rejects.toMatchObject({
    code: 'BLOCKCHAIN_INVALID_ANSWER',
    message: expect.stringMatching(/is not the proxy/),
  });
});
