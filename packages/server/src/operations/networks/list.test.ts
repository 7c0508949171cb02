import { getNetwork, listNetworksAnswer, networkIds, type Network } from '@biatec-tokens/core';
import { startAlgorandNode } from '@biatec-tokens/devnet';
import { expect, onTestFinished, test } from 'vitest';
import { createHarness, type Harness } from '../../testing/createHarness.ts';
import { startFaultProxy, type FaultProxy } from '../../testing/faultProxy.ts';

const token = 's3cr3t';

/** A server with two endpoints for the local Algorand network, both with a secret wherever one can be. */
async function open() {
  const node = await startAlgorandNode({ token });
  const proxies = [await startFaultProxy(node.url), await startFaultProxy(node.url)];
  const urls = proxies.map(({ url }) => url.replace('http://', `http://:${token}@`));
  const h = await createHarness({
    networks: ['algorand-localnet'],
    env: {
      NETWORK_ALGORAND_LOCALNET_ENDPOINTS: urls.join(','),
      // Switched on, but nobody knows an endpoint of it.
      NETWORK_ARAMID_TESTNET_ENABLED: 'true',
    },
  });
  onTestFinished(async () => {
    await h[Symbol.asyncDispose]();
    for (const proxy of proxies) await proxy[Symbol.asyncDispose]();
    await node.close();
  });
  const [first, second] = proxies as [FaultProxy, FaultProxy];
  return { h, node, first, second };
}

async function listNetworks(h: Harness): Promise<Network[]> {
  const { status, body } = await h.request('/api/v1/networks');
  expect(status).toBe(200);
  return listNetworksAnswer.parse(body).items;
}

async function localnet(h: Harness): Promise<Network> {
  const found = (await listNetworks(h)).find(({ id }) => id === 'algorand-localnet');
  if (found === undefined) throw new Error('Expected the network in the list');
  return found;
}

test('every network is listed, with why it cannot be used', async () => {
  const { h } = await open();

  const items = await listNetworks(h);

  expect(items.map(({ id }) => id)).toEqual(networkIds);
  const of = (id: string) => items.find((item) => item.id === id);
  expect(of('base')).toMatchObject({
    usable: false,
    reason: 'it is switched off',
    health: 'unknown',
    finality: { kind: 'tag', tag: 'safe' },
    native: { symbol: 'ETH', decimals: 18 },
    explorerUrls: { transaction: 'https://basescan.org/tx/{id}' },
    endpoints: [],
  });
  expect(of('aramid-testnet')).toMatchObject({ reason: 'no endpoint is configured' });
  expect(of('algorand-localnet')).toMatchObject({
    usable: true,
    reason: null,
    health: 'healthy',
    sponsored: false,
    explorerUrls: null,
    endpoints: [
      { state: 'healthy', breaker: 'closed', behindBy: '0', lastError: null },
      { state: 'healthy', breaker: 'closed', behindBy: '0', lastError: null },
    ],
  });
});

test('no answer, log line or metric holds the token of an endpoint', async () => {
  const { h, first } = await open();
  first.break({ kind: 'garbage' });

  const shown = [
    JSON.stringify(await listNetworks(h)),
    JSON.stringify(h.log),
    await h.parts.metrics.registry.metrics(),
  ].join('\n');

  expect(shown).toContain(new URL(first.url).host);
  expect(shown).not.toContain(token);
});

test('it is answered from memory, and looked up again beside the answer when it is older than five seconds', async () => {
  const { h, first } = await open();
  expect(await localnet(h)).toMatchObject({ health: 'healthy' });
  const asked = first.requests.length;

  await Promise.all(Array.from({ length: 20 }, () => listNetworks(h)));
  expect(first.requests).toHaveLength(asked);

  first.break({ kind: 'status', status: 503 });
  await h.clock.advance(6_000);
  expect(await localnet(h)).toMatchObject({ health: 'healthy' });
  await expect.poll(async () => (await localnet(h)).health).toBe('degraded');
});

test('an outage is told per endpoint, and the network stays usable: deployments wait for it', async () => {
  const { h, first, second } = await open();
  first.break({ kind: 'down' });
  second.break({ kind: 'status', status: 429, headers: { 'retry-after': '60' } });

  const network = await localnet(h);

  expect(network).toMatchObject({
    usable: true,
    reason: null,
    endpoints: [
      { state: 'down', url: first.url, lastError: { kind: 'connection' } },
      { state: 'degraded', url: second.url, lastError: { kind: 'rate-limited' } },
    ],
  });
});

test('a network whose every endpoint is of another chain is refused, and says which it found', async () => {
  const { h, first, second } = await open();
  expect(await localnet(h)).toMatchObject({ usable: true });
  const other = await startAlgorandNode({ token });
  onTestFinished(() => other.close());

  first.moveTo(other.url);
  second.moveTo(other.url);
  await h.clock.advance(60_000);

  const network = await localnet(h);
  expect(network).toMatchObject({ usable: false, health: 'refused' });
  expect(network.reason).toContain(`is of chain "${other.genesisHash}"`);
  expect(network.endpoints.map(({ state }) => state)).toEqual(['wrong-network', 'wrong-network']);
  expect(h.log).toContainEqual(
    expect.objectContaining({ level: 'error', message: 'a node of another network is refused' }),
  );
});

test('metrics name every endpoint by its host', async () => {
  const { h, first, second } = await open();
  second.break({ kind: 'down' });
  await listNetworks(h);
  first.break({ kind: 'garbage' });
  await h.deps.networks
    .find('algorand-localnet')
    ?.identify()
    .catch(() => {});

  const text = await h.parts.metrics.registry.metrics();

  const labels = (proxy: FaultProxy) =>
    `{network="algorand-localnet",endpoint="${new URL(proxy.url).host}"}`;
  expect(text).toContain(`chain_endpoint_health${labels(second)} 0`);
  expect(text).toContain(`chain_endpoint_breaker${labels(first)} 0`);
  expect(text).toContain(`chain_endpoint_behind${labels(first)} 0`);
  expect(text).toMatch(/chain_rpc_duration_ms_count\{.*\} [1-9]/);
  expect(text).toMatch(/chain_rpc_errors\{.*kind="connection"\} [1-9]/);
  expect(text).toMatch(/chain_rpc_errors\{.*kind="invalid-answer"\} 1/);
});

test('a network that does not exist is refused with the ids that do', async () => {
  const { h } = await open();
  const { accessToken } = await h.given.signedInUser();

  const { status, body } = await h.request('/api/v1/token/asa-ft', {
    token: accessToken,
    body: { network: 'algorand-nowhere', name: 'X', unitName: 'X', totalSupply: '1', decimals: 0 },
  });

  expect(status).toBe(400);
  expect(body.errorCode).toBe('TOKEN_INVALID_NETWORK');
  const possible = networkIds.filter((id) => getNetwork(id).family === 'avm');
  for (const id of possible) expect(body.errorMessage).toContain(id);
});
