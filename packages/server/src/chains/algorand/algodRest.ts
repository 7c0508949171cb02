/**
 * The part of algod's REST interface that issuing needs.
 *
 * @see https://developer.algorand.org/docs/rest-apis/algod/
 */
import { IntDecoding, parseJSON } from 'algosdk';
import type { Link } from '../endpoints/family.ts';
import { invalidAnswerOf } from '../errors.ts';

/** What a node said: 2xx and those 4xx that judge the request; everything else throws. */
export interface AlgodAnswer {
  readonly status: number;
  /** Parsed JSON; every integer is a bigint, since amounts and ids reach 2^64 - 1. */
  readonly body: AlgodObject;
}

export type AlgodObject = Readonly<Record<string, unknown>>;

/** Asks one node. */
export interface AlgodRest {
  get(path: string): Promise<AlgodAnswer>;
  postTransactions(bytes: Uint8Array): Promise<AlgodAnswer>;
}

/** @throws {AppError} BLOCKCHAIN_UNREACHABLE without an answer, BLOCKCHAIN_INVALID_ANSWER if it is no JSON object. */
export function createAlgodRest({ origin, send }: Link): AlgodRest {
  async function ask(request: Parameters<Link['send']>[0]): Promise<AlgodAnswer> {
    const { status, text } = await send(request);
    let parsed: unknown;
    try {
      parsed = parseJSON(text, { intDecoding: IntDecoding.BIGINT });
    } catch (error) {
      throw invalidAnswerOf(origin, 'it is not JSON', error);
    }
    if (typeof parsed !== 'object' || parsed === null)
      throw invalidAnswerOf(origin, 'it is not a JSON object');
    return { status, body: parsed as AlgodObject };
  }
  return {
    get: (path) => ask({ path }),
    postTransactions: (body) =>
      ask({ path: '/v2/transactions', body, contentType: 'application/x-binary' }),
  };
}
