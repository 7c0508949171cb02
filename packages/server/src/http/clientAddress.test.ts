import { expect, test } from 'vitest';
import { createBlockList, findClient } from './clientAddress.ts';

const proxies = createBlockList(['10.0.0.0/8', 'fd00::/8']);

test.each([
  ['a direct client', '203.0.113.9', undefined, '203.0.113.9'],
  ['a client that claims to be another', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a client behind a proxy', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['a client behind two', 'fd00::1', '203.0.113.9, 10.1.1.1', '203.0.113.9'],
  ['a forged hop in front', '10.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['a hop that is no address', '10.0.0.1', 'unknown', '10.0.0.1'],
  ['IPv4 in IPv6', '::ffff:203.0.113.9', undefined, '203.0.113.9'],
  ['only proxies', '10.0.0.1', '10.0.0.2', '10.0.0.2'],
])('%s', (_, socket, forwarded, client) => {
  expect(findClient(socket, forwarded, proxies)).toBe(client);
});
