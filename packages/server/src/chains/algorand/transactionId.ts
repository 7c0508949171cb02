/**
 * Ids of transactions and groups, out of the bytes that are signed anyway.
 *
 * The same as algosdk's, which encodes the transaction again for each and hashes in JavaScript.
 *
 * @see https://developer.algorand.org/docs/get-details/transactions/#transaction-id
 */
import { createHash } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const groupHead = Buffer.concat([Buffer.from('TG'), fixMap(1), fixText('txlist')]);

/** SHA-512/256 of what is signed: `TX` and the encoded transaction. */
export function rawTransactionId(signedBytes: Uint8Array): Uint8Array {
  return createHash('sha512-256').update(signedBytes).digest();
}

/** As people and nodes write it: base32 without padding. */
export function transactionIdOf(signedBytes: Uint8Array): string {
  return base32(rawTransactionId(signedBytes));
}

/** SHA-512/256 of `TG` and the list of the transactions' ids, as they are without a group. */
export function groupIdOf(signedBytes: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha512-256').update(groupHead).update(array(signedBytes.length));
  for (const bytes of signedBytes) hash.update(binary(rawTransactionId(bytes)));
  return hash.digest();
}

/** A signed transaction as it is sent: the map of signature and transaction, in MessagePack. */
export function encodeSigned(signedBytes: Uint8Array, signature: Uint8Array): Uint8Array {
  const transaction = signedBytes.subarray(2);
  return Buffer.concat([fixMap(2), fixText('sig'), binary(signature), fixText('txn'), transaction]);
}

// MessagePack's short forms: https://github.com/msgpack/msgpack/blob/master/spec.md
function fixMap(size: number): Uint8Array {
  return Uint8Array.of(0x80 + size);
}

/** A group has up to 16 transactions, one more than the shortest form counts. */
function array(size: number): Uint8Array {
  return size < 16 ? Uint8Array.of(0x90 + size) : Uint8Array.of(0xdc, size >> 8, size & 0xff);
}

function fixText(text: string): Uint8Array {
  return Buffer.concat([Uint8Array.of(0xa0 + text.length), Buffer.from(text)]);
}

function binary(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(0xc4, bytes.length), bytes]);
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let heldBits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (heldBits += 8; heldBits >= 5; heldBits -= 5)
      text += alphabet[(held >> (heldBits - 5)) & 31];
    held &= (1 << heldBits) - 1;
  }
  return heldBits === 0 ? text : text + alphabet[(held << (5 - heldBits)) & 31];
}
