import type { KeyServiceProblem } from './keyServiceErrors.ts';

/** What an HTTP status says where the service's own words say no more. */
export function problemOfStatus(status: number): KeyServiceProblem {
  if (status === 401) return 'not-authenticated';
  if (status === 403) return 'not-permitted';
  if (status === 404) return 'key-missing';
  if (status === 408 || status === 504) return 'late';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'failing' : 'strange-answer';
}
