import { ipNetwork } from './ipNetwork.ts';

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
  return ip === null ? null : ipNetwork(ip, { octets: 3, groups: 3 });
}
