/** Whether a transaction is signed, by whom, and whether the signatures are true. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Address, decodeAddress, encodeAddress } from '../address.ts';
import { digest, withDomain } from '../hash.ts';
import type { PreparedTransaction } from '../transactionId.ts';
import type { Multisig, SignedTransaction } from '../wire/fields.ts';

/** The address whose key signed: the sender, or another one for a rekeyed account. */
export function authorizerOf({ sgnr, txn }: SignedTransaction): Address {
  return sgnr ?? txn?.snd ?? '';
}

/** The problem with how it is signed, without looking at the signatures themselves. */
export function findSignatureFormProblem(signed: SignedTransaction): string | undefined {
  if (signed.sgnr !== undefined && signed.sgnr === signed.txn?.snd) {
    return 'AuthAddr must be different from Sender';
  }
  const kinds = [signed.sig, signed.msig, signed.lsig, signed.pqsig].filter(Boolean).length;
  if (kinds === 0) return 'signedtxn has no sig';
  if (kinds > 1) return 'signedtxn should have only one type of signature';
  if (signed.msig === undefined) return undefined;
  const problem = findMultisigProblem(signed.msig, authorizerOf(signed));
  return problem && `multisig validation failed: ${problem}`;
}

export function hasTrueSignatures({ signed, encoded }: PreparedTransaction): boolean {
  const message = withDomain('TX', encoded);
  if (signed.sig !== undefined) {
    return isSignedBy(message, decodeAddress(authorizerOf(signed)), signed.sig);
  }
  const subsignatures = signed.msig?.subsig ?? [];
  return subsignatures.every(({ pk, s }) => s === undefined || isSignedBy(message, pk, s));
}

function findMultisigProblem(multisig: Multisig, authorizer: Address): string | undefined {
  const { subsig: subsignatures = [], thr: threshold = 0n, v: version = 0n } = multisig;
  const [first] = subsignatures;
  if (first === undefined || (first.pk === undefined && first.s === undefined)) {
    return 'invalid number of signatures to verify';
  }
  if (version !== 1n) return 'unknown version';
  if (threshold === 0n || BigInt(subsignatures.length) < threshold) return 'invalid threshold';
  const keys = subsignatures.map(({ pk }) => pk ?? new Uint8Array(32));
  if (encodeAddress(multisigAddress(version, threshold, keys)) !== authorizer) {
    return 'invalid address';
  }
  const signatures = subsignatures.filter(({ s }) => s !== undefined).length;
  return BigInt(signatures) < threshold || subsignatures.length > 255
    ? 'invalid number of signatures to verify'
    : undefined;
}

function multisigAddress(version: bigint, threshold: bigint, keys: readonly Uint8Array[]): Buffer {
  const head = Uint8Array.of(Number(version), Number(threshold));
  return digest(withDomain('MultisigAddr', head, ...keys));
}

const keyCacheSizeMax = 10_000;
const keys = new Map<string, KeyObject>();
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

function isSignedBy(
  message: Uint8Array,
  key: Uint8Array | undefined,
  signature: Uint8Array,
): boolean {
  const publicKey = key && getKey(key);
  return publicKey !== undefined && verify(null, message, publicKey, signature);
}

/** Parsing a key costs as much as verifying with it, so known ones are kept. */
function getKey(bytes: Uint8Array): KeyObject {
  const id = Buffer.from(bytes).toString('latin1');
  const known = keys.get(id);
  if (known !== undefined) return known;
  if (keys.size >= keyCacheSizeMax) keys.clear();
  const key = createPublicKey({
    key: Buffer.concat([spkiPrefix, bytes]),
    format: 'der',
    type: 'spki',
  });
  keys.set(id, key);
  return key;
}
