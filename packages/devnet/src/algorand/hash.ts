/** The hashes of Algorand: SHA-512/256 over a domain prefix and the canonical encoding. */
import { hash } from 'node:crypto';
import { encodeBase32 } from './base32.ts';

/** What is hashed, as the protocol's prefix for it. */
export type Domain = 'TX' | 'TG' | 'BH' | 'GE' | 'PF' | 'MultisigAddr' | 'appID';

export function digest(bytes: Uint8Array): Buffer {
  return hash('sha512-256', bytes, 'buffer');
}

export function digestOf(domain: Domain, ...parts: readonly Uint8Array[]): Buffer {
  return digest(withDomain(domain, ...parts));
}

export function withDomain(domain: Domain, ...parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat([Buffer.from(domain), ...parts]);
}

/** A digest as algod writes it in transaction ids, block hashes and error sentences. */
export function digestText(bytes: Uint8Array): string {
  return encodeBase32(bytes);
}
