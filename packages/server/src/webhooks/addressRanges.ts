/**
 * Addresses that are no public hosts.
 *
 * The table follows IANA's registries of special-purpose addresses. node:net's BlockList does the matching: it is part
 * of the platform, reads every spelling, and takes the table as it stands, where a library would bring its own.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
import { BlockList, isIPv6 } from 'node:net';

type Ranges = readonly string[];

const ranges = [
  { kind: 'loopback', ipv4: ['127.0.0.0/8'], ipv6: ['::1/128'] },
  // A mapped address is one of IPv4 in another coat; the tunnels and translators carry one inside.
  { kind: 'IPv4 inside IPv6', ipv6: ['::/96', '::ffff:0:0/96', '::ffff:0:0:0/96'] },
  { kind: '6to4', ipv4: ['192.88.99.0/24'], ipv6: ['2002::/16'] },
  { kind: 'NAT64', ipv6: ['64:ff9b::/96', '64:ff9b:1::/48'] },
  {
    kind: 'private',
    ipv4: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
    ipv6: ['fc00::/7', 'fec0::/10'],
  },
  { kind: 'link-local', ipv4: ['169.254.0.0/16'], ipv6: ['fe80::/10'] },
  // Azure answers there from inside; the other clouds' metadata addresses are link-local, private or shared.
  { kind: 'metadata', ipv4: ['168.63.129.16/32'] },
  { kind: 'shared (carrier NAT)', ipv4: ['100.64.0.0/10'] },
  { kind: 'multicast', ipv4: ['224.0.0.0/4'], ipv6: ['ff00::/8'] },
  {
    kind: 'documentation',
    ipv4: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
    ipv6: ['2001:db8::/32', '3fff::/20'],
  },
  {
    kind: 'reserved',
    ipv4: [
      '0.0.0.0/8',
      '192.0.0.0/24',
      '192.31.196.0/24',
      '192.52.193.0/24',
      '192.175.48.0/24',
      '198.18.0.0/15',
      '240.0.0.0/4',
    ],
    // Teredo, ORCHID and the like; all else outside 2000::/3 is not handed out at all.
    ipv6: ['2001::/23', '2620:4f:8000::/48', '::/3', '4000::/2', '8000::/1'],
  },
] as const satisfies readonly {
  kind: string;
  ipv4?: Ranges;
  ipv6?: Ranges;
}[];

/** Why an address may not be called. */
export type AddressKind = (typeof ranges)[number]['kind'];

// One list per family: BlockList sees every IPv4 address as a mapped one too.
const lists = ranges.map((row: { kind: AddressKind; ipv4?: Ranges; ipv6?: Ranges }) => ({
  kind: row.kind,
  ipv4: listOf(row.ipv4 ?? [], 'ipv4'),
  ipv6: listOf(row.ipv6 ?? [], 'ipv6'),
}));

/** Which special range an IP address lies in; undefined for a public host. */
export function findAddressKind(address: string): AddressKind | undefined {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  return lists.find((row) => row[family].check(address, family))?.kind;
}

function listOf(subnets: Ranges, family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}
