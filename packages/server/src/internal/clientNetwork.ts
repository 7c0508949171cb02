import { isIP } from 'node:net';

/** Who counts as one client: an IPv4 address, or the /64 of an IPv6 one, since one subscriber has all of it. */
export function clientNetwork(ip: string | null): string {
  if (ip === null) return 'unknown';
  const [address = ''] = ip.split('%');
  if (isIP(address) !== 6) return address;
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const groups = [...head];
  if (tail !== undefined) {
    // The last 32 bits may be written as IPv4: one part that stands for two.
    const written = tail.length + (tail.at(-1)?.includes('.') === true ? 1 : 0);
    while (groups.length + written < 8) groups.push('0');
    groups.push(...tail);
  }
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
