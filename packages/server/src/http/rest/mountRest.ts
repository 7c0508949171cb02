import { AppError, ValidationError } from '@biatec-tokens/core';
import type { Hono } from 'hono';
import { authorize } from '../../services/auth/authorize.ts';
import { findProcedure, permissionOf } from '../../trpc/router.ts';
import { answer, answerError, answerJson } from '../answer.ts';
import type { AppDeps, HttpContext, HttpEnv } from '../httpEnv.ts';
import { readJson } from '../readBody.ts';
import { readUpload } from '../readUpload.ts';
import { createRequestContext } from '../requestContext.ts';
import { answerStatus } from './answerStatus.ts';
import { routes, type Route } from './routes.ts';

/** Mounts every row of the table: input from path, query and body, the operation itself, its answer as JSON. */
export function mountRest(app: Hono<HttpEnv>, deps: AppDeps): void {
  for (const route of routes as readonly Route[]) {
    const procedure = findProcedure(route.operation);
    const permission = permissionOf(route.operation);
    const changes = procedure._def.type === 'mutation';
    app.on(route.method, toHonoPath(route.path), async (c) => {
      const ctx = createRequestContext(deps, c);
      // Who asks, and whether they may, comes before what is asked: nobody else has their body read.
      if (permission !== 'anyone') {
        const principal = await ctx.authenticate();
        const { operation } = route;
        await authorize(ctx, { principal, permission, operation, changes });
      }
      const upload =
        route.upload === true ? await readUpload(c, deps.mediaLimits.bytesMax) : undefined;
      const input =
        upload === undefined
          ? await readInput(c, route, deps.http.bodyBytesMax)
          : { file: upload.file };
      if (route.operation === 'deployments.get') {
        return answer(c, await answerStatus(ctx, input), { 'Content-Type': 'application/json' });
      }
      try {
        const value = await procedure({
          path: route.operation,
          type: procedure._def.type,
          getRawInput: () => Promise.resolve(input),
          ctx,
          signal: undefined,
          batchIndex: 0,
        });
        return answerJson(c, value, {
          status: route.status,
          ...(ctx.answerHeaders.size === 0 ? {} : Object.fromEntries(ctx.answerHeaders)),
        });
      } catch (error) {
        // A refusal tells the same as a success: which limit holds, and what is left of it.
        c.set('headers', { ...c.get('headers'), ...Object.fromEntries(ctx.answerHeaders) });
        throw error;
      } finally {
        upload?.cancel();
      }
    });
  }
}

/** Answers paths that exist with methods that do not: 405 with what is allowed. Mount after all other routes. */
export function mountMethodNotAllowed(
  app: Hono<HttpEnv>,
  deps: AppDeps,
  others: readonly { readonly method: string; readonly path: string }[],
): void {
  const methods = new Map<string, Set<string>>();
  for (const { method, path } of [...routes, ...others]) {
    const known = methods.get(path) ?? new Set<string>();
    known.add(method);
    if (method === 'GET') known.add('HEAD');
    methods.set(path, known);
  }
  for (const [path, known] of methods) {
    const allow = [...known].join(', ');
    app.all(toHonoPath(path), (c) => {
      const error = new AppError({
        code: 'METHOD_NOT_ALLOWED',
        message: `Cannot ${c.req.method} this path: it takes ${allow}`,
      });
      return answerError(c, error, deps.clock, { Allow: allow });
    });
  }
}

async function readInput(c: HttpContext, route: Route, bytesMax: number): Promise<unknown> {
  const fromPath = c.req.param();
  if (route.method === 'GET') return { ...readQuery(c), ...fromPath };

  const body = await readJson(c, bytesMax);
  if (route.bodyAs !== undefined) return { ...fromPath, [route.bodyAs]: body };
  if (body === undefined) {
    // An operation without any field takes no input at all.
    return Object.keys(fromPath).length === 0 ? undefined : fromPath;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ValidationError([
      { path: '', code: 'INVALID_REQUEST', message: 'The body should be a JSON object' },
    ]);
  }
  const twice = Object.keys(fromPath).filter((name) => Object.hasOwn(body, name));
  if (twice.length > 0) {
    throw new ValidationError(
      twice.map((path) => ({
        path,
        code: 'UNKNOWN_FIELD',
        message: 'stands in the path, should not be in the body',
      })),
    );
  }
  return { ...body, ...fromPath };
}

/** @throws {AppError} INVALID_REQUEST when a parameter comes twice: which one was meant? */
function readQuery(c: HttpContext): Record<string, string> {
  if (!c.req.url.includes('?')) return {};
  const query: Record<string, string> = {};
  for (const [name, values] of Object.entries(c.req.queries())) {
    const [value = ''] = values;
    if (values.length > 1) {
      throw new ValidationError([
        { path: name, code: 'INVALID_REQUEST', message: 'is given more than once' },
      ]);
    }
    query[name] = value;
  }
  return query;
}

function toHonoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
