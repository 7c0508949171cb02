import { BlockList, isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import type { HttpEnv } from './httpEnv.ts';

/** Finds the address of the client: the socket's, or what listed proxies say of it. */
export function clientAddress(trustedProxies: readonly string[]): MiddlewareHandler<HttpEnv> {
  const trusted = createBlockList(trustedProxies);
  return (c, next) => {
    // In process, as tests ask, there is no socket.
    const bindings: HttpEnv['Bindings'] | undefined = c.env;
    const socket = bindings?.incoming?.socket.remoteAddress;
    c.set(
      'ip',
      socket === undefined ? null : findClient(socket, c.req.header('x-forwarded-for'), trusted),
    );
    return next();
  };
}

/** Walks X-Forwarded-For from the nearest hop; the first address that is no listed proxy is the client. */
export function findClient(
  socket: string,
  forwarded: string | undefined,
  trusted: BlockList,
): string {
  let client = plain(socket);
  if (forwarded === undefined) return client;
  for (const hop of forwarded.split(',').toReversed()) {
    if (!isListed(client, trusted)) return client;
    const address = plain(hop.trim());
    // What a proxy could not have written ends the chain that can be believed.
    if (isIP(address) === 0) return client;
    client = address;
  }
  return client;
}

export function createBlockList(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of addresses) {
    const [address = '', prefix] = text.split('/');
    const type = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(prefix), type);
  }
  return list;
}

function isListed(address: string, list: BlockList): boolean {
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** One address, one text: without the port that some proxies add, and IPv4 as such where it comes as IPv6. */
function plain(text: string): string {
  const address = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, '$1');
  if (isIP(address) !== 6 || !URL.canParse(`http://[${address}]`)) return address;
  // The URL standard has one spelling for every address; it knows no zones, which only real IPv6 has.
  const mapped = /^\[::ffff:(\w+):(\w+)\]$/.exec(new URL(`http://[${address}]`).hostname);
  if (mapped === null) return address;
  const groups = mapped.slice(1).map((group) => Number.parseInt(group, 16));
  return groups.flatMap((group) => [group >> 8, group & 255]).join('.');
}
