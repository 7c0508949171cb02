import { AppError } from '@biatec-tokens/core';
import { Hono } from 'hono';
import { accountPagePaths, mountAccountPages } from './http/accountPages.ts';
import { answerError } from './http/answer.ts';
import { clientAddress } from './http/clientAddress.ts';
import { correlationId, requireCorrelationId } from './http/correlationId.ts';
import { contentPath, mountContents } from './http/contents.ts';
import { cors } from './http/cors.ts';
import { countRequests } from './http/countRequests.ts';
import { deploymentEventsPath, mountDeploymentEvents } from './http/deploymentEvents.ts';
import { healthPaths, mountHealth } from './http/health.ts';
import { homePaths, mountHomePage } from './http/homePage.ts';
import type { AppDeps, HttpEnv } from './http/httpEnv.ts';
import { mailboxPaths, mountMailbox } from './http/mailbox.ts';
import { mountTrpc } from './http/mountTrpc.ts';
import { mountPages, pagePaths } from './http/pages.ts';
import { rateLimit } from './http/rateLimit.ts';
import { requestLog } from './http/requestLog.ts';
import { mountMethodNotAllowed, mountRest } from './http/rest/mountRest.ts';
import { toAppError } from './trpc/errors.ts';

/** Everything that answers HTTP, without listening: `app.fetch(request)`. */
export function createApp(deps: AppDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();

  app.onError((thrown, c) => {
    const error = toAppError(thrown);
    if (error.status >= 500) {
      const fields = { correlationId: c.get('correlationId'), code: error.code };
      deps.log.error({ ...fields, err: error.cause ?? error }, 'failed');
    }
    return answerError(c, error, deps.clock);
  });
  app.notFound((c) => {
    const error = new AppError({ code: 'NOT_FOUND', message: 'Cannot find anything at this path' });
    return answerError(c, error, deps.clock);
  });

  app.use(countRequests(deps.requests));
  app.use(requestLog(deps.log));
  app.use(clientAddress(deps.http.trustedProxies));
  app.use(correlationId(deps.ids));
  if (deps.http.corsOrigins.length > 0) app.use(cors(deps.http.corsOrigins));

  if (deps.http.rateLimits !== null) app.use(rateLimit(deps));
  app.use(requireCorrelationId());

  mountRest(app, deps);
  mountDeploymentEvents(app, deps);
  mountContents(app, deps);
  mountHealth(app, deps);
  mountTrpc(app, deps);
  mountHomePage(app, { hasMailbox: deps.mailbox !== null });
  mountPages(app);
  mountAccountPages(app, deps);
  if (deps.mailbox !== null)
    mountMailbox(app, deps.mailbox, { allowRemote: deps.http.mailboxAllowRemote });
  mountMethodNotAllowed(
    app,
    deps,
    [
      deploymentEventsPath,
      contentPath,
      ...healthPaths,
      ...homePaths,
      ...pagePaths,
      ...accountPagePaths,
      ...(deps.mailbox === null ? [] : mailboxPaths),
    ].map((path) => ({ method: 'GET', path })),
  );
  return app;
}
