import type { z } from 'zod';
import type { Problem } from '../error/validationError.ts';
import type { ChainFamily, NetworkId } from '../network/index.ts';
import type { TokenProtocol, TokenType } from './tokenTypes.ts';

/** A network in a request: an id of the table of networks, or any other spelling that means one. */
export type NetworkName = NetworkId | (string & Record<never, never>);

/** What every request to issue a token has. */
export interface TokenRequestBase {
  /** Where the token is issued: an id, a genesis id, a chain id or an alias. */
  readonly network: NetworkName;
  /** Name of the token: up to 32 bytes of UTF-8 on Algorand networks, 50 on EVM networks. */
  readonly name: string;
  /** Your own id for this issuance, up to 100 characters; echoed, and lists filter by it. */
  readonly reference?: string;
}

/** The issuer's own accounts, one per chain family; absent addresses of a request become one of them. */
export interface IssuerAddresses {
  readonly avm: string;
  readonly evm: string;
}

/**
 * A rule over fields that are each valid by themselves.
 *
 * It runs when none of the fields it needs has a problem, so it may trust these, and must read no others.
 */
export interface Rule<Request> {
  readonly needs: readonly FieldPath<Request>[];
  readonly check: (request: Request) => readonly Problem[];
}

/** A field of a request, or something inside it: `decimals`, `metadata.image`. */
export type FieldPath<Request> =
  | Extract<keyof Request, string>
  | `${Extract<keyof Request, string>}.${string}`;

/** A token standard: what is asked, what must hold, and what is stored. */
export interface Standard<
  Type extends TokenType,
  Request extends TokenRequestBase,
  Parameters extends object,
> {
  readonly type: Type;
  readonly family: ChainFamily;
  readonly protocol: TokenProtocol;
  /** Name of the standard for people. */
  readonly title: string;
  /** Body of the request: each field by itself. Unknown fields are refused and nothing is transformed. */
  readonly request: z.ZodType<Request, Request>;
  /** What holds between fields. */
  readonly rules: readonly Rule<Request>[];
  /** Form of what {@link parameters} returns. */
  readonly parametersSchema: z.ZodType<Parameters>;
  /** The normalised form that is stored with the deployment and echoed; for valid requests only. */
  readonly parameters: (request: Request, issuer: IssuerAddresses) => Parameters;
}
