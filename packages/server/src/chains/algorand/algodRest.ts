/**
 * The part of algod's REST interface that issuing needs.
 *
 * @see https://developer.algorand.org/docs/rest-apis/algod/
 */
import { IntDecoding, parseJSON } from 'algosdk';
import { Agent, request, type Dispatcher } from 'undici';
import { invalidAnswer, unreachable } from '../errors.ts';

/** One node, with its token where it wants one. */
export interface AlgodEndpoint {
  readonly url: string;
  readonly token: string | null;
}

export interface AlgodRestOptions {
  readonly networkId: string;
  /** In order of preference; the next is asked when one does not answer. */
  readonly endpoints: readonly AlgodEndpoint[];
  readonly timeoutMs: number;
}

/** What a node said: 2xx and 4xx alike; everything else throws. */
export interface AlgodAnswer {
  readonly status: number;
  /** Parsed JSON; every integer is a bigint, since amounts and ids reach 2^64 - 1. */
  readonly body: AlgodObject;
}

export type AlgodObject = Readonly<Record<string, unknown>>;

export interface AlgodRest {
  get(path: string): Promise<AlgodAnswer>;
  /** Answer of the first node that took or refused the transactions. */
  postTransactions(bytes: Uint8Array): Promise<AlgodAnswer>;
}

/**
 * Asks the endpoints in order.
 *
 * @throws {AppError} BLOCKCHAIN_UNREACHABLE when none answers, BLOCKCHAIN_INVALID_ANSWER when one answers no JSON object.
 */
export function createAlgodRest(options: AlgodRestOptions): AlgodRest {
  const { networkId, endpoints } = options;
  const dispatcher = new Agent();

  async function ask(path: string, body?: Uint8Array): Promise<AlgodAnswer> {
    let lastError: unknown;
    for (const endpoint of endpoints) {
      try {
        return await askOne({ ...options, dispatcher }, endpoint, path, body);
      } catch (error) {
        lastError = error;
      }
    }
    throw lastError ?? unreachable(networkId, 'no endpoint is configured');
  }

  return {
    get: (path) => ask(path),
    postTransactions: (bytes) => ask('/v2/transactions', bytes),
  };
}

async function askOne(
  { networkId, timeoutMs, dispatcher }: AlgodRestOptions & { readonly dispatcher: Dispatcher },
  { url, token }: AlgodEndpoint,
  path: string,
  body: Uint8Array | undefined,
): Promise<AlgodAnswer> {
  let status: number;
  let text: string;
  try {
    // Not fetch: several questions an issuance are most of what it costs, and fetch costs several times as much.
    const answer = await request(`${url}${path}`, {
      dispatcher,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(token === null ? {} : { 'x-algo-api-token': token }),
        ...(body === undefined ? {} : { 'content-type': 'application/x-binary' }),
      },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    status = answer.statusCode;
    text = await answer.body.text();
  } catch (error) {
    throw unreachable(networkId, 'the connection failed or timed out', error);
  }
  // Redirections are not followed: a token must not travel to another host.
  const isNoAnswer = status >= 500 || (status >= 300 && status < 400);
  if (isNoAnswer || status === 429 || status === 401 || status === 403)
    throw unreachable(networkId, `it answered with HTTP status ${status}`);
  return { status, body: parseObject(networkId, text) };
}

function parseObject(networkId: string, text: string): AlgodObject {
  let parsed: unknown;
  try {
    parsed = parseJSON(text, { intDecoding: IntDecoding.BIGINT });
  } catch (error) {
    throw invalidAnswer(networkId, 'it is not JSON', error);
  }
  if (typeof parsed !== 'object' || parsed === null)
    throw invalidAnswer(networkId, 'it is not a JSON object');
  return parsed as AlgodObject;
}
