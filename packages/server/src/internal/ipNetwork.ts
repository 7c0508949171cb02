import { isIP } from 'node:net';

/**
 * The network that an address belongs to, spelt in one way: so many octets of IPv4, so many groups of 16 bits of IPv6.
 *
 * @param ip - As a socket or a proxy gives it; an IPv6 zone (`%eth0`) does not count. What is no address comes back as it is.
 */
export function ipNetwork(
  ip: string,
  { octets, groups }: { readonly octets: number; readonly groups: number },
): string {
  const [address = ''] = ip.split('%');
  if (isIP(address) === 4) return address.split('.').slice(0, octets).join('.');
  if (isIP(address) !== 6) return address;
  return groupsOf(address)
    .slice(0, groups)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** The groups of an IPv6 address, with those that `::` stands for. */
function groupsOf(address: string): string[] {
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter(Boolean));
  if (tail === undefined) return head;
  // The last 32 bits may be written as IPv4: one part that stands for two.
  const written = head.length + tail.length + (tail.at(-1)?.includes('.') === true ? 1 : 0);
  return [...head, ...Array.from({ length: 8 - written }, () => '0'), ...tail];
}
