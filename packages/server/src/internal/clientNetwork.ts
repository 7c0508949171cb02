import { isIPv6 } from 'node:net';
import { ipNetwork } from './ipNetwork.ts';

/** Who counts as one client: an IPv4 address, or the /64 of an IPv6 one, since one subscriber has all of it. */
export function clientNetwork(ip: string | null): string {
  if (ip === null) return 'unknown';
  const network = ipNetwork(ip, { octets: 4, groups: 4 });
  return isIPv6(ip) ? `${network}::/64` : network;
}
