import { isIPv4, isIPv6 } from 'node:net';

/** Where a sign-in came from. */
export interface Device {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/** Whether two sign-ins look like one device: the same program, on the same network (/24 of IPv4, /48 of IPv6). */
export function isSameDevice(one: Device, other: Device): boolean {
  return one.userAgent === other.userAgent && networkOf(one.ip) === networkOf(other.ip);
}

function networkOf(ip: string | null): string | null {
  if (ip === null) return null;
  if (isIPv4(ip)) return ip.split('.').slice(0, 3).join('.');
  return isIPv6(ip) ? groupsOf(ip).slice(0, 3).join(':') : ip;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(ip: string): string[] {
  const [address = ''] = ip.split('%');
  const [head = '', tail] = address.split('::');
  const split = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [split(head), split(tail ?? '')];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array.from({ length: missing }, () => '0'), ...after].map((group) =>
    group.toLowerCase().replace(/^0+(?=.)/, ''),
  );
}
