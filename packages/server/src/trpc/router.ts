import type { AnyProcedure } from '@trpc/server';
import { accountRouter } from '../operations/account/accountRouter.ts';
import { apiKeysRouter } from '../operations/apiKeys/apiKeysRouter.ts';
import { authRouter } from '../operations/auth/authRouter.ts';
import { capabilitiesRouter } from '../operations/capabilities/capabilitiesRouter.ts';
import { deploymentsRouter } from '../operations/deployments/deploymentsRouter.ts';
import { eventsRouter } from '../operations/events/eventsRouter.ts';
import { invitationsRouter } from '../operations/invitations/invitationsRouter.ts';
import { mediaRouter } from '../operations/media/mediaRouter.ts';
import { membersRouter } from '../operations/members/membersRouter.ts';
import { networksRouter } from '../operations/networks/networksRouter.ts';
import { organizationsRouter } from '../operations/organizations/organizationsRouter.ts';
import { tokensRouter } from '../operations/tokens/tokensRouter.ts';
import { webhooksRouter } from '../operations/webhooks/webhooksRouter.ts';
import { secondFactorRouter } from '../operations/secondFactor/secondFactorRouter.ts';
import { securityRouter } from '../operations/security/securityRouter.ts';
import { sessionsRouter } from '../operations/sessions/sessionsRouter.ts';
import { router, type OperationMeta } from './init.ts';

/** Every operation of the server by its name. */
export const appRouter = router({
  auth: authRouter,
  sessions: sessionsRouter,
  secondFactor: secondFactorRouter,
  security: securityRouter,
  account: accountRouter,
  apiKeys: apiKeysRouter,
  organizations: organizationsRouter,
  members: membersRouter,
  invitations: invitationsRouter,
  tokens: tokensRouter,
  deployments: deploymentsRouter,
  media: mediaRouter,
  webhooks: webhooksRouter,
  events: eventsRouter,
  networks: networksRouter,
  capabilities: capabilitiesRouter,
});

export type AppRouter = typeof appRouter;

type Nouns = AppRouter['_def']['record'];

/** Name of an operation: `tokens.issue`. */
export type OperationPath = {
  [Noun in keyof Nouns]: `${Noun & string}.${keyof Nouns[Noun] & string}`;
}[keyof Nouns];

/** An operation as the router calls it. */
export type Procedure = AnyProcedure & ((opts: object) => Promise<unknown>);

/** The operation of a name; the router keeps them all in one flat record. */
export function findProcedure(path: OperationPath): Procedure {
  const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>;
  const found = procedures[path];
  if (found === undefined) throw new TypeError(`No operation is called "${path}"`);
  return found;
}

/** What an operation says of itself. */
export function metaOf(path: OperationPath): OperationMeta {
  return findProcedure(path)._def.meta as OperationMeta;
}

/** Row of the table of permissions that decides who may call an operation. */
export function permissionOf(path: OperationPath): OperationMeta['permission'] {
  return metaOf(path).permission;
}
