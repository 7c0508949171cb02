import { expect, test } from 'vitest';
import { createWebhookPolicy } from './createWebhookPolicy.ts';

const publicAddress = '1.1.1.1';
const zone: Record<string, readonly string[]> = {
  'example.com': [publicAddress, '2606:4700:4700::1111'],
  'xn--bcher-kva.example': [publicAddress],
  'inside.example.com': ['10.0.0.7'],
  'half.example.com': [publicAddress, '192.168.0.1'],
  'mapped.example.com': ['::ffff:10.0.0.1'],
  localhost: ['127.0.0.1', '::1'],
};
const resolveHost = async (name: string) => zone[name] ?? [];
const policy = createWebhookPolicy({ resolveHost });
const development = createWebhookPolicy({ resolveHost, allowLoopbackHttp: true });

test.each([
  'https://example.com',
  'https://example.com./hooks?a=1#part',
  'https://EXAMPLE.com:443/hooks',
  'https://example.com:8443/hooks',
  'https://bücher.example/',
  'https://1.1.1.1/hooks',
  'https://[2606:4700:4700::1111]/hooks',
  // Cannot be checked now; every connection is checked when it is made.
  'https://not-yet.example.com/',
])('%s is taken', async (url) => {
  await expect(policy.checkUrl(url)).resolves.toBeUndefined();
  await expect(development.checkUrl(url)).resolves.toBeUndefined();
});

test.each([
  ['http://example.com/', 'should start with "https://"'],
  ['ftp://example.com/', 'should start with "https://"'],
  ['file:///etc/passwd', 'should start with "https://"'],
  ['gopher://example.com/', 'should start with "https://"'],
  ['javascript:alert(1)', 'should start with "https://"'],
  ['/hooks', 'not an absolute URL'],
  ['example.com', 'not an absolute URL'],
  ['', 'not an absolute URL'],
  ['https://', 'not an absolute URL'],
  ['https://user@example.com/', 'no user name'],
  ['https://:secret@example.com/', 'no user name'],
  ['https://example.com@10.0.0.1/', 'no user name'],
  ['https://example.com:22/', 'port'],
  ['https://example.com:25/', 'port'],
  ['https://inside.example.com/', 'private'],
  ['https://half.example.com/', 'private'],
  ['https://mapped.example.com/', 'IPv4 inside'],
  ['https://169.254.169.254/latest/meta-data/', 'link-local'],
  ['https://169.254.169.254./', 'link-local'],
  ['https://10.1.2.3/', 'private'],
  ['https://[fd00:ec2::254]/', 'private'],
  ['https://[::ffff:10.0.0.1]/', 'IPv4 inside'],
  ['https://[::ffff:127.0.0.1]/', 'IPv4 inside'],
  ['https://[::ffff:7f00:1]/', 'IPv4 inside'],
  ['https://[64:ff9b::a00:1]/', 'NAT64'],
  ['https://0/', 'reserved'],
  ['https://100.100.100.200/', 'shared'],
])('%s is refused: %s', async (url, reason) => {
  const refusal = { code: 'WEBHOOK_URL_REFUSED', message: expect.stringContaining(reason) };
  await expect(policy.checkUrl(url)).rejects.toMatchObject(refusal);
  await expect(development.checkUrl(url)).rejects.toMatchObject({ code: 'WEBHOOK_URL_REFUSED' });
});

const loopbackSpellings = [
  '127.0.0.1',
  '127.1',
  '127.0.0.1.',
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.01',
  '017700000001',
  '%31%32%37.0.0.1',
  '１２７.0.0.1',
  '127。0。0。1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  'localhost',
  'LOCALHOST.',
];

test.each(loopbackSpellings)('https://%s/ is this machine, and refused', async (host) => {
  await expect(policy.checkUrl(`https://${host}:8443/`)).rejects.toThrow('loopback');
  await expect(policy.checkUrl(`http://${host}:8443/`)).rejects.toThrow('https');
});

test.each(loopbackSpellings)('in development http://%s/ is taken', async (host) => {
  await development.checkUrl(`http://${host}:8080/`);
  await development.checkUrl(`https://${host}:8443/`);
});

test('in development too, plain http goes nowhere but to this machine', async () => {
  await expect(development.checkUrl('http://1.1.1.1/')).rejects.toThrow('unless it is loopback');
  await expect(development.checkUrl('http://example.com/')).rejects.toThrow('unless');
  await expect(development.checkUrl('http://not-yet.example.com/')).rejects.toThrow('unless');
  await expect(development.checkUrl('http://10.0.0.1/')).rejects.toThrow('private');
});
