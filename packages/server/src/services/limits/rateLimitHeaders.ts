import type { PermitState } from '../../ports/store/index.ts';

/** What an answer tells of a limit; the reset is in seconds since 1970. */
export function rateLimitHeaders({
  limit,
  remaining,
  resetAt,
}: PermitState): Readonly<Record<string, string>> {
  return {
    'X-RateLimit-Limit': String(limit),
    'X-RateLimit-Remaining': String(remaining),
    'X-RateLimit-Reset': String(Math.ceil(resetAt.getTime() / 1_000)),
  };
}
