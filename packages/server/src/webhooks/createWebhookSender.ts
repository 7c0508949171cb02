import { isIP, type LookupFunction } from 'node:net';
import { callbackify, promisify } from 'node:util';
import { Agent, buildConnector, request, type Dispatcher } from 'undici';
import type { Clock } from '../ports/clock.ts';
import type { ConnectingPolicy } from './createWebhookPolicy.ts';
import { describeSendError, HostUnresolvedError } from './errors.ts';
import { callTimeoutMs } from './schedule.ts';

/** One call of an endpoint. */
export interface WebhookCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent byte for byte, in UTF-8. */
  readonly body: string;
  /** Ends the call early. */
  readonly signal: AbortSignal;
}

/** What became of a call. */
export type WebhookReply =
  | {
      readonly answered: true;
      readonly status: number;
      readonly retryAfter: string | null;
      /** The start of the body as text, at most 1 kB. */
      readonly excerpt: string;
    }
  | {
      readonly answered: false;
      /** A sentence for the delivery log. */
      readonly error: string;
    };

/** Calls endpoints, and nothing but endpoints. */
export interface WebhookSender {
  /** Never rejects: a call that fails is a reply too. */
  send(call: WebhookCall): Promise<WebhookReply>;
  close(): Promise<void>;
}

export interface WebhookSenderDeps {
  readonly clock: Clock;
  readonly policy: Pick<ConnectingPolicy, 'parseUrl' | 'resolve'>;
}

export interface WebhookSenderOptions {
  /** Time for a whole call. @default 15_000 */
  readonly timeoutMs?: number;
  /** Certificates to trust instead of the public ones, PEM. */
  readonly ca?: string;
}

/** Enough to end most answers, so that their connection can serve the next webhook. */
const readBytesMax = 4_096;
const excerptBytesMax = 1_024;
/** Only a burst to one endpoint shares a connection: a resting one may be closed by the other side just as we write. */
const keepAliveMs = 1_000;

export function createWebhookSender(
  { clock, policy }: WebhookSenderDeps,
  { timeoutMs = callTimeoutMs, ca }: WebhookSenderOptions = {},
): WebhookSender {
  const agent = new Agent({
    connect: createCheckedConnector(policy, timeoutMs, ca),
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    // The clock below times the call as a whole.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
  });

  async function send({ url, headers, body, signal }: WebhookCall): Promise<WebhookReply> {
    const ended = new AbortController();
    const late = new AbortController();
    void clock.sleep(timeoutMs, ended.signal).then(() => late.abort());
    try {
      const answer = await request(policy.parseUrl(url), {
        method: 'POST',
        headers,
        body: Buffer.from(body, 'utf8'),
        dispatcher: agent,
        signal: AbortSignal.any([late.signal, signal]),
      });
      return {
        answered: true,
        status: answer.statusCode,
        retryAfter: firstOf(answer.headers['retry-after']),
        excerpt: await readExcerpt(answer.body),
      };
    } catch (error) {
      return { answered: false, error: describeSendError(error, late.signal.aborted, timeoutMs) };
    } finally {
      ended.abort();
    }
  }

  return { send, close: () => agent.destroy() };
}

/**
 * Opens connections to checked addresses only.
 *
 * The check stands here, before the socket, and not in the socket's look-up hook: that is not asked about literal addresses.
 */
function createCheckedConnector(
  policy: WebhookSenderDeps['policy'],
  timeoutMs: number,
  ca: string | undefined,
): buildConnector.connector {
  return callbackify(async (options: buildConnector.Options) => {
    const url = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
    const addresses = await policy.resolve(url);
    if (addresses.length === 0) throw new HostUnresolvedError(url.hostname);
    const connect = buildConnector({
      allowH2: false,
      timeout: timeoutMs,
      lookup: pinTo(addresses),
      ...(ca === undefined ? {} : { ca }),
    });
    // The name stays in the options, so TLS asks for and checks the certificate of the name.
    return promisify(connect)(options);
    // The two types differ only in how they write down a callback.
  }) as buildConnector.connector;
}

/** A look-up that answers with these addresses, whatever it is asked. */
function pinTo(addresses: readonly string[]): LookupFunction {
  const entries = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, { all }, callback) => {
    const [first] = entries;
    if (all === true || first === undefined) callback(null, entries);
    else callback(null, first.address, first.family);
  };
}

function firstOf(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Reads the start of a body. The status has come: whatever happens to the rest of the body changes nothing. */
async function readExcerpt(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= readBytesMax) break;
    }
  } catch {
    // Cut off or too slow: what has come so far is the excerpt.
  }
  const bytes = Buffer.concat(chunks).subarray(0, excerptBytesMax);
  return toPlainText(new TextDecoder().decode(bytes, { stream: true }));
}

/** A stranger wrote it and people read it in a log: control characters but line breaks and tabs become blanks. */
function toPlainText(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, ' ');
}
