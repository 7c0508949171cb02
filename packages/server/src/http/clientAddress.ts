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

function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
