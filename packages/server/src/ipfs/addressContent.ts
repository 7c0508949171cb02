/**
 * Addresses of content as IPFS nodes compute them.
 *
 * @see https://specs.ipfs.tech/unixfs/
 * @see https://docs.ipfs.tech/reference/kubo/cli/#ipfs-add (with `--cid-version=1`)
 */
import { createHash } from 'node:crypto';
import type { AddressContent } from '../ports/ipfs.ts';

/** The parameters that make a CID, in the words of each library; one of them changed, and the same file has another CID. */
export const unixfs = { chunkBytes: 262_144, linksMax: 174, cidVersion: 1 } as const;

/** Computes CID, SHA-256 and size of bytes in one pass, in the memory of a few leaves. */
export const addressContent: AddressContent = async (bytes) => {
  const [{ importByteStream }, { fixedSize }, { balanced }, { BlackHoleBlockstore }] =
    await libraries();
  const hash = createHash('sha256');
  let size = 0;
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const piece of bytes) {
      hash.update(piece);
      size += piece.length;
      yield piece;
    }
  }
  const { cid } = await importByteStream(measured(), new BlackHoleBlockstore(), {
    cidVersion: unixfs.cidVersion,
    rawLeaves: true,
    reduceSingleLeafToSelf: true,
    chunker: fixedSize({ chunkSize: unixfs.chunkBytes }),
    layout: balanced({ maxChildrenPerNode: unixfs.linksMax }),
  });
  return { cid: cid.toString(), sha256: hash.digest('hex'), size };
};

let loaded: ReturnType<typeof load> | undefined;

/** Loaded at first use: a server that issues no ARC-3 token never pays for them. */
function libraries(): ReturnType<typeof load> {
  return (loaded ??= load());
}

function load() {
  return Promise.all([
    import('ipfs-unixfs-importer'),
    import('ipfs-unixfs-importer/chunker'),
    import('ipfs-unixfs-importer/layout'),
    import('blockstore-core/black-hole'),
  ]);
}
