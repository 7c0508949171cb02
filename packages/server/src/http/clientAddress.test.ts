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
  ['IPv4 in IPv6, as hexadecimal', '::ffff:cb00:7109', undefined, '203.0.113.9'],
  ['IPv4 in IPv6, written out', '10.0.0.1', '0:0:0:0:0:FFFF:203.0.113.9', '203.0.113.9'],
  ['a proxy as IPv4 in IPv6', '::ffff:a00:1', '203.0.113.9', '203.0.113.9'],
  ['a hop with its port', '10.0.0.1', '203.0.113.9:52314', '203.0.113.9'],
  ['an IPv6 hop with its port', '10.0.0.1', '[2001:db8::7]:52314', '2001:db8::7'],
  ['an IPv6 hop in brackets', '10.0.0.1', '[2001:db8::7]', '2001:db8::7'],
  ['a proxy with its port', '10.0.0.1', '203.0.113.9:52314, 10.1.1.1:443', '203.0.113.9'],
  ['IPv4 in IPv6 with a port', '10.0.0.1', '[::ffff:203.0.113.9]:443', '203.0.113.9'],
  ['an IPv6 hop that ends like a port', '10.0.0.1', '2001:db8::7:5231', '2001:db8::7:5231'],
  ['a link-local client', 'fe80::1%eth0', undefined, 'fe80::1%eth0'],
  ['a port that is none', '10.0.0.1', '203.0.113.9:port', '10.0.0.1'],
  ['brackets left open', '10.0.0.1', '[2001:db8::7', '10.0.0.1'],
  ['only proxies', '10.0.0.1', '10.0.0.2', '10.0.0.2'],
])('%s', (_, socket, forwarded, client) => {
  expect(findClient(socket, forwarded, proxies)).toBe(client);
});
