import { CID } from 'multiformats/cid';
import type { ParseCid } from '../ports/ipfs.ts';

/** Codes of the multicodec table. */
const raw = 0x55;
const dagPb = 0x70;
const sha2256 = 0x12;
const textLengthMax = 128;

/**
 * Reads a CID in any spelling that names a file: version 1 in base32, base36 or base58btc, or version 0 (`Qm…`).
 *
 * Our files have CIDs of version 1; the version 0 of one with several leaves names the same bytes.
 */
export const parseCid: ParseCid = (text) => {
  if (text.length > textLengthMax) return undefined;
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch {
    return undefined;
  }
  const isFile = cid.code === raw || cid.code === dagPb;
  return isFile && cid.multihash.code === sha2256 ? cid.toV1().toString() : undefined;
};
