import type { Content } from './store/contents.ts';

/** What bytes are known by. */
export interface ContentAddress {
  /** CIDv1, base32: UnixFS, raw leaves of 256 KiB, SHA2-256; what `ipfs add --cid-version=1` gives. */
  readonly cid: string;
  /** Hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** Computes the address of bytes while they pass; keeps none of them. */
export type AddressContent = (bytes: AsyncIterable<Uint8Array>) => Promise<ContentAddress>;

/** The canonical spelling of a CID, or undefined when the text is none that a file of ours could have. */
export type ParseCid = (text: string) => string | undefined;

/** Content to pin; it can be read any number of times. */
export interface Pinnable extends Content {
  read(): AsyncIterable<Uint8Array>;
}

/**
 * Somebody who holds content for IPFS.
 *
 * Methods throw whatever the outside threw, translated to PinError; each ends soon after its signal is aborted.
 * None of what a pinner says is believed without a look: `Pins` compares the CIDs and the bytes.
 */
export interface Pinner {
  /** Unique in a server, and kept in its records: `embedded`, `kubo at …`. */
  readonly name: string;
  /** In this server's own database: what is recorded is held. */
  readonly embedded: boolean;
  /**
   * Holds content until somebody unpins it. Pinning again changes nothing.
   *
   * @returns The CID that the pinner gave it.
   */
  pin(content: Pinnable, signal: AbortSignal): Promise<string>;
  isPinned(cid: string, signal: AbortSignal): Promise<boolean>;
  /** The bytes as it gives them back; absent where it cannot. */
  readonly read?: (cid: string, signal: AbortSignal) => AsyncIterable<Uint8Array>;
  /** Proves that it answers and lets us in. */
  check(signal: AbortSignal): Promise<void>;
}

/** Why a content is not held everywhere. */
export interface PinFailure {
  readonly pinner: string;
  readonly cid: string;
  /** Safe to show. */
  readonly reason: string;
  /** Whether trying again may help: an outage passes, a lie or a refused token does not. */
  readonly mayPass: boolean;
}

/** Whether a pinner works, and if not, why. */
export interface PinnerCheck {
  readonly pinner: string;
  readonly problem: string | null;
}

/** All pinners of a server together. */
export interface Pins {
  readonly names: readonly string[];
  /** Whether every pinner was seen to hold a content, by our records alone. */
  isRecorded(cid: string): Promise<boolean>;
  /** Makes every pinner hold a recorded content, and looks that each does. One try each. */
  hold(cid: string): Promise<{ readonly ok: true } | ({ readonly ok: false } & PinFailure)>;
  /** Asks every pinner whether it works. */
  check(): Promise<readonly PinnerCheck[]>;
}
