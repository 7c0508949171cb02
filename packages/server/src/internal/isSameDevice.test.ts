import { expect, test } from 'vitest';
import { isSameDevice } from './isSameDevice.ts';

const device = { ip: '192.0.2.7', userAgent: 'Firefox' };

test.each([
  ['another address of the network', { ip: '192.0.2.200' }, true],
  ['another network', { ip: '198.51.100.7' }, false],
  ['another program', { userAgent: 'curl' }, false],
  ['no address', { ip: null }, false],
])('%s', (_, change, same) => {
  expect(isSameDevice(device, { ...device, ...change })).toBe(same);
});

test.each([
  ['2001:db8:1::7', '2001:0DB8:0001:ffff::1', true],
  ['2001:db8:1::7', '2001:db8:2::7', false],
  ['::1', '::2', true],
  ['fe80::1%eth0', 'fe80::2%eth1', true],
])('%s and %s: same network %s', (one, other, same) => {
  expect(isSameDevice({ ...device, ip: one }, { ...device, ip: other })).toBe(same);
});
