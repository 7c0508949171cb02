import { Secret } from '../internal/secret.ts';
import type { IpfsSettings } from '../ipfs/createPinners.ts';
import { settings } from './settings.ts';

/** The settings of IPFS as they were read; absent where they were wrong. */
export interface IpfsValues {
  readonly ipfsRpcUrl: Secret<string> | undefined;
  readonly ipfsPinningUrls: readonly Secret<string>[];
  readonly ipfsPinningToken: Secret<string> | undefined;
  readonly ipfsPinningOrigins: readonly string[];
  readonly ipfsGatewayUrl: string | undefined;
  readonly ipfsTimeoutMs: number;
}

/** Puts the settings of IPFS together, and tells what does not go together. */
export function ipfsConfigOf(
  values: Partial<IpfsValues>,
  problem: (name: string, message: string) => void,
): IpfsSettings {
  const { ipfsRpcUrl, ipfsPinningUrls = [], ipfsPinningOrigins: origins = [] } = values;
  const services = ipfsPinningUrls.map((text, at) => {
    const { url, password } = splitUrl(text.reveal());
    const token = password === '' ? values.ipfsPinningToken : new Secret(password);
    if (token === undefined)
      problem(
        settings.ipfsPinningUrls.name,
        `entry ${at + 1} has no token, should have one as its password part or in ${settings.ipfsPinningToken.name}`,
      );
    return { url, token: token ?? new Secret('') };
  });
  if (services.length > 0 && ipfsRpcUrl === undefined && origins.length === 0)
    problem(
      settings.ipfsPinningUrls.name,
      `needs ${settings.ipfsRpcUrl.name} or ${settings.ipfsPinningOrigins.name}: a service fetches the content from IPFS, and nobody would have it there`,
    );
  return {
    kubo: ipfsRpcUrl === undefined ? null : kuboOf(ipfsRpcUrl),
    services,
    origins,
    gatewayUrl: values.ipfsGatewayUrl,
    timeoutMs: values.ipfsTimeoutMs ?? 20_000,
  };
}

function kuboOf(text: Secret<string>): IpfsSettings['kubo'] {
  const { url, username, password } = splitUrl(text.reveal());
  if (password === '') return { url, authorization: null };
  const credentials =
    username === ''
      ? `Bearer ${password}`
      : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return { url, authorization: new Secret(credentials) };
}

function splitUrl(text: string): { url: string; username: string; password: string } {
  const url = new URL(text);
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  return { url: url.href.replace(/\/$/, ''), username, password };
}
