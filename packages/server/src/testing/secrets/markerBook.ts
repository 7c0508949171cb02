import {
  arc76EmailInput,
  arc76PasswordInput,
  deriveArc76Seed,
  deriveEvmPrivateKey,
} from '@biatec-tokens/core';
import { pbkdf2Sha256OffLoop } from '../../signer/pbkdf2OffLoop.ts';
import { bytesMarker, phraseMarkers, textMarker, type Marker } from './markers.ts';

/** The secrets of a story as they come to be known. */
export interface MarkerBook {
  readonly markers: readonly Marker[];
  add(...markers: readonly Marker[]): void;
  /** A text of base64url: neither it nor its bytes may be found. @returns the text. */
  addToken(name: string, text: string): string;
  /** What a sign-in gave. @returns it. */
  addSession(name: string, session: any): any;
  /** What the words of an organization open, and what an account that was brought in was made of. */
  addAccounts(
    mnemonic: string,
    arc76: { readonly email: string; readonly password: string },
  ): Promise<void>;
}

export function createMarkerBook(): MarkerBook {
  const markers: Marker[] = [];
  const add = (...more: readonly Marker[]): void => void markers.push(...more);

  function addToken(name: string, text: string): string {
    add(textMarker(name, text));
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length >= 10) add(bytesMarker(name, bytes));
    return text;
  }

  return {
    markers,
    add,
    addToken,
    addSession(name, session) {
      // Head and claims are no secret, and every token has the same head.
      const [, , signature = ''] = String(session.accessToken).split('.');
      addToken(`access token: ${name}`, signature);
      addToken(`refresh token: ${name}`, session.refreshToken);
      return session;
    },
    async addAccounts(mnemonic, arc76) {
      const seedOf = (input: Parameters<typeof deriveArc76Seed>[0]) =>
        deriveArc76Seed(input, pbkdf2Sha256OffLoop);
      add(
        ...phraseMarkers('words', mnemonic),
        bytesMarker('Algorand seed', await seedOf(arc76PasswordInput({ password: mnemonic }))),
        bytesMarker('EVM key', deriveEvmPrivateKey({ mnemonic })),
        bytesMarker('seed brought in', await seedOf(arc76EmailInput(arc76))),
      );
    },
  };
}
