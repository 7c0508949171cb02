/**
 * An IPFS node of the operator, by its RPC.
 *
 * @see https://docs.ipfs.tech/reference/kubo/rpc/
 */
import type { KuboRPCClient } from 'kubo-rpc-client';
import type { Pinner } from '../ports/ipfs.ts';
import type { Secret } from '../internal/secret.ts';
import { unixfs } from './addressContent.ts';
import { PinError, pinErrorOfStatus, shorten } from './pinError.ts';

export interface KuboEndpoint {
  /** Without credentials. */
  readonly url: string;
  /** Value of the header Authorization; null without one. */
  readonly authorization: Secret<string> | null;
}

/** A node that also says where others can fetch from it. */
export interface KuboPinner extends Pinner {
  /** Multiaddresses with the id of the node. */
  addresses(signal: AbortSignal): Promise<string[]>;
  /** Connects the node to others, so that they can fetch from it even from behind a router; failures cost only time. */
  connect(addresses: readonly string[], signal: AbortSignal): Promise<void>;
}

// The client's types do not know the option; the RPC does.
const linksMax = { maxFileLinks: unixfs.linksMax };

/** Pins at a Kubo node with the parameters that our own CIDs are computed with, whatever the node is set to. */
export function createKuboPinner({ url, authorization }: KuboEndpoint): KuboPinner {
  let client: Promise<KuboRPCClient> | undefined;
  // Loaded at first use: most servers have no node.
  const connectClient = () =>
    (client ??= import('kubo-rpc-client').then(({ create }) =>
      create({
        url,
        ...(authorization === null ? {} : { headers: { authorization: authorization.reveal() } }),
      }),
    ));

  async function ask<Result>(call: (node: KuboRPCClient) => Promise<Result>): Promise<Result> {
    const node = await connectClient();
    try {
      return await call(node);
    } catch (error) {
      throw toPinError(error);
    }
  }

  return {
    name: `kubo at ${new URL(url).host}`,
    embedded: false,

    pin: (content, signal) =>
      ask(async (node) => {
        const { cid } = await node.add(
          { content: content.read() },
          {
            ...linksMax,
            cidVersion: unixfs.cidVersion,
            rawLeaves: true,
            chunker: `size-${unixfs.chunkBytes}`,
            hashAlg: 'sha2-256',
            pin: true,
            signal,
          },
        );
        return cid.toString();
      }),

    isPinned: (cid, signal) =>
      ask(async (node) => {
        try {
          for await (const pin of node.pin.ls({ paths: [cid], type: 'recursive', signal })) {
            if (pin.cid.toString() === cid) return true;
          }
          return false;
        } catch (error) {
          // The RPC has no other way of saying no.
          if (error instanceof Error && / is not pinned/.test(error.message)) return false;
          throw error;
        }
      }),

    async *read(cid, signal) {
      const node = await connectClient();
      try {
        yield* node.cat(cid, { signal });
      } catch (error) {
        throw toPinError(error);
      }
    },

    async check(signal) {
      await ask((node) => node.id({ signal }));
    },

    addresses: (signal) =>
      ask(async (node) => {
        const { id, addresses } = await node.id({ signal });
        return addresses
          .map(String)
          .map((address) => (address.includes('/p2p/') ? address : `${address}/p2p/${String(id)}`));
      }),

    async connect(addresses, signal) {
      const node = await connectClient();
      const { multiaddr } = await import('kubo-rpc-client');
      await Promise.allSettled(
        addresses.map(async (address) => node.swarm.connect(multiaddr(address), { signal })),
      );
    },
  };
}

function toPinError(error: unknown): PinError {
  if (error instanceof PinError) return error;
  const said = error instanceof Error ? error.message : '';
  const status = statusOf(error);
  if (status !== undefined) return pinErrorOfStatus(status, said);
  return new PinError('it cannot be reached', {
    mayPass: true,
    cause: said === '' ? error : shorten(said),
  });
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('response' in error)) return undefined;
  const { response } = error;
  if (typeof response !== 'object' || response === null || !('status' in response))
    return undefined;
  return typeof response.status === 'number' ? response.status : undefined;
}
