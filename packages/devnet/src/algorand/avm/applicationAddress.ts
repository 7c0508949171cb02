import { digest } from '../hash.ts';

/** The 32 bytes of the account that an application controls. */
export function applicationAddress(applicationId: bigint): Uint8Array {
  const id = Buffer.alloc(8);
  id.writeBigUInt64BE(applicationId);
  return digest(Buffer.concat([Buffer.from('appID'), id]));
}
