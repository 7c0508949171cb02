/**
 * Which URLs webhooks may go to: partners name them, so they must not lead into our own network.
 *
 * The form is checked when an endpoint is stored. Addresses are checked then for the partner's sake, and again for every
 * connection, which goes to exactly the addresses that were checked: a name that changes its mind in between gains nothing.
 */
import { isIP } from 'node:net';
import { AppError } from '@biatec-tokens/core';
import type { WebhookPolicy } from '../ports/webhookPolicy.ts';
import { findAddressKind } from './addressRanges.ts';
import { createResolveHost, type ResolveHost } from './resolveHost.ts';

export interface CreateWebhookPolicyOptions {
  /** Lets webhooks go to this machine, also over plain http, for development. @default false */
  readonly allowLoopbackHttp?: boolean;
  /** @default the name servers of this machine */
  readonly resolveHost?: ResolveHost;
}

/** The policy as the sender uses it. */
export interface ConnectingPolicy extends WebhookPolicy {
  /** The URL in its normal spelling. @throws {WebhookUrlRefusedError} when its form or its literal address is refused */
  parseUrl(url: string): URL;
  /**
   * The addresses to connect to, each checked; none when the name does not resolve now.
   *
   * @throws {WebhookUrlRefusedError} when one of them may not be called
   */
  resolve(url: URL): Promise<readonly string[]>;
}

export function createWebhookPolicy({
  allowLoopbackHttp = false,
  resolveHost = createResolveHost(),
}: CreateWebhookPolicyOptions = {}): ConnectingPolicy {
  function parseUrl(text: string): URL {
    // The parser of the web knows all spellings of an IPv4 address, and writes names in their ASCII form.
    const url = URL.parse(text);
    if (url === null) throw new WebhookUrlRefusedError('it is not an absolute URL');
    if (url.protocol !== 'https:' && !(allowLoopbackHttp && url.protocol === 'http:'))
      throw new WebhookUrlRefusedError('it should start with "https://"');
    if (url.username !== '' || url.password !== '')
      throw new WebhookUrlRefusedError('it should hold no user name and no password');
    if (!isPortAllowed(url.port))
      throw new WebhookUrlRefusedError('its port should be 443, 80 or one from 1024 on');
    // A trailing dot names the same host, but certificates and comparisons do not know it.
    url.hostname = url.hostname.replace(/\.$/, '');
    url.hash = '';
    const literal = hostOf(url);
    if (isIP(literal) !== 0) checkAddresses(url, [literal]);
    return url;
  }

  async function resolve(url: URL): Promise<readonly string[]> {
    const host = hostOf(url);
    const addresses = isIP(host) === 0 ? await resolveHost(host) : [host];
    checkAddresses(url, addresses);
    return addresses;
  }

  // One refused address refuses the host: a stranger's name server could lead with a good one.
  function checkAddresses(url: URL, addresses: readonly string[]): void {
    const kinds = addresses.map((address) => findAddressKind(address));
    for (const kind of kinds) {
      if (kind !== undefined && !(kind === 'loopback' && allowLoopbackHttp))
        throw new WebhookUrlRefusedError(`its host has an address that is ${kind}`);
    }
    const isLoopback = kinds.length > 0 && kinds.every((kind) => kind === 'loopback');
    if (url.protocol !== 'https:' && !isLoopback)
      throw new WebhookUrlRefusedError('it should start with "https://" unless it is loopback');
  }

  return {
    parseUrl,
    resolve,
    async checkUrl(text) {
      // A name that does not resolve yet is let through: every connection is checked again.
      await resolve(parseUrl(text));
    },
  };
}

/** The host without the brackets of an IPv6 address. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Low ports belong to other protocols, with which a webhook must not be made to speak. */
function isPortAllowed(port: string): boolean {
  return port === '' || port === '443' || port === '80' || Number(port) >= 1024;
}

/** Thrown for a URL that webhooks may not go to. */
export class WebhookUrlRefusedError extends AppError {
  override readonly name = 'WebhookUrlRefusedError';

  constructor(problem: string) {
    super({ code: 'WEBHOOK_URL_REFUSED', message: `Cannot use the webhook URL: ${problem}` });
  }
}
