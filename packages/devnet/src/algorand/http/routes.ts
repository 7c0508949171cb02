/** All routes, and finding the one for a request. */
import { refusals } from '../errors.ts';
import { accountRoutes } from './accounts.ts';
import { adminRoutes } from './admin.ts';
import type { Route } from './api.ts';
import { applicationRoutes } from './applications.ts';
import { assetRoutes } from './assets.ts';
import { blockRoutes } from './blocks.ts';
import { simulateRoutes } from './simulate.ts';
import { statusRoutes } from './status.ts';
import { transactionRoutes } from './transactions.ts';

const routes = [
  ...statusRoutes,
  ...transactionRoutes,
  ...simulateRoutes,
  ...accountRoutes,
  ...assetRoutes,
  ...applicationRoutes,
  ...blockRoutes,
  ...adminRoutes,
].map((route) => ({ route, parts: route.path.split('/') }));

export type RouteMatch = {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
};

/** Throws what algod answers for a path or a method that is not there. */
export function matchRoute(method: string, path: string): RouteMatch {
  const parts = path.split('/');
  if (parts.length > 2 && parts.at(-1) === '') parts.pop();
  let isKnownPath = false;
  for (const { route, parts: pattern } of routes) {
    const params = matchParts(pattern, parts);
    if (params === undefined) continue;
    if (route.method === method) return { route, params };
    isKnownPath = true;
  }
  throw isKnownPath ? refusals.methodNotAllowed() : refusals.notFound();
}

function matchParts(
  pattern: readonly string[],
  parts: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index]!;
    if (expected.startsWith('{')) params[expected.slice(1, -1)] = decode(part);
    else if (expected !== part) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
