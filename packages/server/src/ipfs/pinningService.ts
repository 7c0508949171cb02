/**
 * A service that pins what it fetches from the IPFS network, such as Pinata.
 *
 * It is told only the CID: the content must be reachable on IPFS, which is what the Kubo node beside it is for.
 *
 * @see https://ipfs.github.io/pinning-services-api-spec/
 */
import { z } from 'zod';
import type { Pinnable, Pinner } from '../ports/ipfs.ts';
import type { Secret } from '../internal/secret.ts';
import { PinError, pinErrorOfStatus } from './pinError.ts';
import type { KuboPinner } from './kuboPinner.ts';

export interface PinningServiceOptions {
  /** Base of the API, such as `https://api.pinata.cloud/psa`. */
  readonly url: string;
  readonly token: Secret<string>;
  /** The node that has the content. */
  readonly provider?: Pick<KuboPinner, 'addresses' | 'connect'>;
  /** Other addresses from which the content can be fetched. */
  readonly origins?: readonly string[];
  /** Gateway to look at what is pinned; without one the service's word is all there is. */
  readonly gatewayUrl?: string | undefined;
  /** Time between two looks at a pin in progress, in ms. @default 500 */
  readonly pollMs?: number;
}

const answerBytesMax = 1_000_000;
const originsMax = 20;

const pinStatus = z.object({
  requestid: z.string().min(1).max(500),
  status: z.enum(['queued', 'pinning', 'pinned', 'failed']),
  pin: z.object({ cid: z.string().max(200) }),
  delegates: z.array(z.string()).default([]),
});
const pinList = z.object({ results: z.array(pinStatus) });

type PinStatus = z.infer<typeof pinStatus>;

/** Pins by a service that speaks the IPFS Pinning Service API. */
export function createPinningService(options: PinningServiceOptions): Pinner {
  const { url, token, provider, gatewayUrl, pollMs = 500 } = options;
  const base = url.endsWith('/') ? url : `${url}/`;

  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    init: { method?: string; body?: object; signal: AbortSignal },
  ): Promise<z.infer<Schema>> {
    const text = await send(new URL(path, base), {
      method: init.method ?? 'GET',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token.reveal()}`,
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      signal: init.signal,
    });
    const parsed = schema.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw new PinError('it answered with something that is not of the Pinning Service API', {
      mayPass: true,
    });
  }

  /** The best of what the service has for a CID; requests that failed are not listed. */
  async function find(cid: string, signal: AbortSignal): Promise<PinStatus | undefined> {
    const query = new URLSearchParams({ cid, status: 'queued,pinning,pinned' });
    const { results } = await ask(pinList, `pins?${query.toString()}`, { signal });
    const ours = results.filter(({ pin }) => pin.cid === cid);
    return ours.find(({ status }) => status === 'pinned') ?? ours[0];
  }

  async function request({ cid, mimeType }: Pinnable, signal: AbortSignal): Promise<PinStatus> {
    const own = (await provider?.addresses(signal)) ?? [];
    const origins = [...own, ...(options.origins ?? [])].slice(0, originsMax);
    return ask(pinStatus, 'pins', {
      method: 'POST',
      body: { cid, name: `biatec-tokens ${mimeType}`, ...(origins.length > 0 ? { origins } : {}) },
      signal,
    });
  }

  async function untilDone(started: PinStatus, signal: AbortSignal): Promise<PinStatus> {
    let pin = started;
    while (pin.status === 'queued' || pin.status === 'pinning') {
      await pause(pollMs, signal);
      pin = await ask(pinStatus, `pins/${encodeURIComponent(pin.requestid)}`, { signal });
    }
    return pin;
  }

  return {
    name: `pinning service at ${new URL(url).host}${new URL(url).pathname}`,
    embedded: false,

    async pin(content, signal) {
      const started = (await find(content.cid, signal)) ?? (await request(content, signal));
      if (started.status !== 'pinned') await provider?.connect(started.delegates, signal);
      const done = await untilDone(started, signal);
      if (done.status === 'failed')
        throw new PinError('it could not fetch the content from IPFS', { mayPass: true });
      return done.pin.cid;
    },

    isPinned: async (cid, signal) => (await find(cid, signal))?.status === 'pinned',

    ...(gatewayUrl === undefined
      ? {}
      : { read: (cid: string, signal: AbortSignal) => readFromGateway(gatewayUrl, cid, signal) }),

    async check(signal) {
      await ask(pinList, 'pins?limit=1', { signal });
    },
  };
}

async function* readFromGateway(
  gatewayUrl: string,
  cid: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const base = gatewayUrl.endsWith('/') ? gatewayUrl : `${gatewayUrl}/`;
  const response = await fetchOrFail(new URL(`ipfs/${cid}`, base), { signal });
  if (!response.ok)
    throw new PinError(`its gateway answered with HTTP status ${response.status}`, {
      mayPass: true,
    });
  yield* response.body ?? [];
}

async function send(url: URL, init: RequestInit): Promise<string> {
  // Followed, a redirect would carry the token to another host.
  const response = await fetchOrFail(url, { ...init, redirect: 'manual' });
  const text = await readText(response);
  if (response.ok) return text;
  throw pinErrorOfStatus(response.status, reasonOf(text));
}

async function fetchOrFail(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new PinError('it cannot be reached', { mayPass: true, cause });
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > answerBytesMax) throw new PinError('its answer has no end', { mayPass: true });
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (cause) {
    if (cause instanceof PinError) throw cause;
    throw new PinError('its answer broke off', { mayPass: true, cause });
  }
  return text;
}

/** The API's errors: `{ error: { reason, details? } }`. */
function reasonOf(text: string): string {
  const parsed = z.object({ error: z.object({ reason: z.string() }) }).safeParse(parseJson(text));
  return parsed.success ? parsed.data.error.reason : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stopped = () => {
      clearTimeout(timer);
      reject(new PinError('it has not pinned yet', { mayPass: true }));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stopped);
      resolve();
    }, ms);
    if (signal.aborted) return stopped();
    signal.addEventListener('abort', stopped, { once: true });
  });
}
