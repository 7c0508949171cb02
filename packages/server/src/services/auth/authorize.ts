import { AppError, findRefusal, type Permission, type Refusal } from '@biatec-tokens/core';
import type { RequestContext, RequestPrincipal } from '../../trpc/context.ts';
import { actorOf } from './actorOf.ts';

/** What somebody is about to do. */
export interface Intent {
  readonly principal: RequestPrincipal;
  readonly permission: Permission;
  /** Name of the operation: `tokens.issue`. */
  readonly operation: string;
  /** Whether it would change something; refused tries of that are kept in the audit trail. */
  readonly changes: boolean;
}

/**
 * Lets through who has the permission.
 *
 * @throws {AppError} FORBIDDEN, API_KEY_SCOPE_MISSING, or SECOND_FACTOR_ENROLMENT_REQUIRED
 */
export async function authorize(
  ctx: RequestContext,
  { principal, permission, operation, changes }: Intent,
): Promise<void> {
  if (mayDo(principal, permission)) return;
  const { organization, role } = principal;
  const refusal = refusalOf(principal, permission);
  const error =
    refusal === null ? mustEnrol(operation, principal) : toError(refusal, operation, principal);
  if (changes) {
    const { clock, ids, store } = ctx.deps;
    await store.appendAudit({
      id: ids.next('audit'),
      at: clock.now(),
      actor: actorOf(principal),
      organizationId: organization.id,
      correlationId: ctx.correlationId,
      ip: ctx.ip,
      userAgent: ctx.userAgent,
      action: operation,
      target: null,
      outcome: 'failure',
      errorCode: error.code,
      details: { permission, role },
    });
  }
  throw error;
}

/** Whether somebody has the permission, and the second factor that the organization asks for. */
export function mayDo(principal: RequestPrincipal, permission: Permission): boolean {
  return refusalOf(principal, permission) === null && !mustEnrolFirst(principal, permission);
}

function refusalOf({ apiKey, role }: RequestPrincipal, permission: Permission): Refusal | null {
  return findRefusal(permission, { role, scopes: apiKey?.scopes ?? null });
}

/** Whether the organization asks for a second factor that the user, or the maker of the key, does not have. */
function mustEnrolFirst(principal: RequestPrincipal, permission: Permission): boolean {
  const { required, confirmedAt } = principal.secondFactor;
  return required && confirmedAt === null && !ofWhoMustEnrol.has(permission);
}

/** What is left until then: to see and look after oneself, and so to enrol; or to go to another organization. */
const ofWhoMustEnrol: ReadonlySet<Permission> = new Set([
  'profile.read',
  'profile.manage',
  'organizations.choose',
]);

function mustEnrol(operation: string, { apiKey }: RequestPrincipal): AppError {
  const who = apiKey === null ? 'you have none' : 'who made the API key has none';
  return new AppError({
    code: 'SECOND_FACTOR_ENROLMENT_REQUIRED',
    message: `Cannot call ${operation}: your organization requires a second factor, and ${who}`,
  });
}

function toError(
  refusal: Refusal,
  operation: string,
  { apiKey, role }: RequestPrincipal,
): AppError {
  switch (refusal.reason) {
    case 'key':
      return new AppError({
        code: 'FORBIDDEN',
        message: `Cannot call ${operation} with an API key: it is for signed-in people`,
        guidance: 'Sign in with email and password.',
      });
    case 'scope':
      return new AppError({
        code: 'API_KEY_SCOPE_MISSING',
        message: `Cannot call ${operation}: the API key has the scopes ${quote(apiKey?.scopes ?? [])}, should have one of ${quote(refusal.needed)}`,
      });
    case 'role': {
      const whose = apiKey === null ? 'your role' : 'the role of who made the API key';
      return new AppError({
        code: 'FORBIDDEN',
        message: `Cannot call ${operation}: ${whose} is "${role}", should be one of ${quote(refusal.needed)}`,
      });
    }
  }
}

function quote(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
