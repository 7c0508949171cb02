import type { Problem } from '../error/validationError.ts';
import { resolveNetwork, type NetworkId } from '../network/index.ts';
import { mapIssues } from './mapIssues.ts';
import type { IssuerAddresses } from './standard.ts';
import { standards, type TokenParameters } from './standards.ts';
import type { TokenType } from './tokenTypes.ts';

/** A request to check. */
export interface TokenRequestToCheck<Type extends TokenType> {
  readonly tokenType: Type;
  /** The body as it came, unknown in form. */
  readonly body: unknown;
  /** The issuer's own accounts, for addresses that were left out. */
  readonly issuer: IssuerAddresses;
}

/** What a check finds: the request in the form that is stored, or everything that is wrong with it. */
export type TokenRequestCheck<Type extends TokenType> =
  | {
      readonly ok: true;
      readonly network: NetworkId;
      readonly reference?: string;
      readonly parameters: TokenParameters[Type];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks the body of a request to issue a token against every rule of its standard.
 *
 * All problems come back at once: those of single fields, and those between fields that are valid by themselves.
 * Whether the network is usable, a media file exists or the money is there is not asked here.
 *
 * @param request - Token type, body and the issuer's accounts.
 * @returns Network, reference and frozen parameters of a valid request; else its problems, at least one.
 * @example
 * const check = checkTokenRequest({ tokenType: 'asa-ft', body, issuer });
 * if (!check.ok) throw new ValidationError(check.problems);
 * check.parameters.totalSupplyBaseUnits // "1250"
 */
export function checkTokenRequest<Type extends TokenType>({
  tokenType,
  body,
  issuer,
}: TokenRequestToCheck<Type>): TokenRequestCheck<Type> {
  const standard = standards[tokenType];
  const parsed = standard.request.safeParse(body);
  const problems = parsed.success ? [] : mapIssues(parsed.error.issues, body);
  const wrongPaths = problems.map(({ path }) => path);

  for (const { needs, check } of standard.rules) {
    if (needs.some((need) => wrongPaths.some((path) => overlaps(path, need)))) continue;
    // The fields a rule needs are valid, it reads no others, and schemas transform nothing.
    problems.push(...check(body as Parameters<typeof check>[0]));
  }
  if (!parsed.success || problems.length > 0) return { ok: false, problems };

  // The body itself: schemas transform nothing, but their copy lacks a property named `__proto__`.
  const request = body as typeof parsed.data;
  const network = resolveNetwork(request.network);
  if (network === undefined) throw new TypeError('Unexpected network: the schema let it pass');
  return {
    ok: true,
    network,
    ...(request.reference === undefined ? {} : { reference: request.reference }),
    parameters: standard.parameters(request, issuer),
  };
}

/** Whether one path is the other or leads into it; the empty path leads everywhere. */
function overlaps(a: string, b: string): boolean {
  return leadsTo(a, b) || leadsTo(b, a);
}

function leadsTo(outer: string, inner: string): boolean {
  if (outer === '' || outer === inner) return true;
  return inner.startsWith(outer) && /[.[]/.test(inner.charAt(outer.length));
}
