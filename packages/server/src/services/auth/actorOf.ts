import type { RequestPrincipal } from '../../trpc/context.ts';

/** Who acts, for the audit trail: the API key `key_…`, or the user. */
export function actorOf({ user, apiKey }: RequestPrincipal): string {
  return apiKey?.id ?? user.id;
}
