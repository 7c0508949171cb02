/**
 * The API as OpenAPI 3.1, from the table of routes and the schemas the operations themselves use.
 *
 * @see https://spec.openapis.org/oas/v3.1.0
 */
import {
  capabilitiesAnswer,
  deploymentStatus,
  deploymentSummary,
  mediaAnswer,
  mediaField,
  permissions,
  sessionAnswer,
  standards,
  tokenTypes,
  validateAnswer,
  webhookEndpoint,
  webhookEvent,
  wireError,
  type PermissionRow,
} from '@biatec-tokens/core';
import { z } from 'zod';
import type { OperationMeta } from '../trpc/init.ts';
import { findProcedure, metaOf, permissionOf, type Procedure } from '../trpc/router.ts';
import {
  answerHeaders,
  headersOn,
  type AnswerHeader,
  type HeaderOccasion,
} from './answerHeaders.ts';
import { contentPath } from './contents.ts';
import { deploymentEventsPath } from './deploymentEvents.ts';
import { routes, type Route } from './rest/routes.ts';

type Json = Record<string, unknown>;

/** Schemas that have a name of their own; others are named after their operation. */
const names = new Map<z.ZodType, string>([
  [wireError, 'WireError'],
  [sessionAnswer, 'Session'],
  [deploymentStatus, 'DeploymentStatus'],
  [deploymentSummary, 'DeploymentSummary'],
  [capabilitiesAnswer, 'Capabilities'],
  [validateAnswer, 'ValidatedToken'],
  [mediaAnswer, 'Media'],
  [webhookEndpoint, 'WebhookEndpoint'],
  [webhookEvent, 'WebhookEvent'],
]);

/** How one proves who asks, and who may. */
function describePermission(permission: OperationMeta['permission']): Json {
  if (permission === 'anyone') return {};
  const { roles, scopes }: PermissionRow = permissions[permission];
  return {
    description: `Roles: ${roles.join(', ')}. API keys: ${scopes.length === 0 ? 'none' : `scope ${scopes.join(' or ')}`}.`,
    security: [{ bearer: [] }],
  };
}

/** Writes the description of every route. */
export function createOpenApi(): Json {
  const components = createComponents();
  const paths: Record<string, Json> = {};
  for (const route of routes as readonly Route[]) {
    for (const [path, operation] of describeRoute(route, components)) {
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation };
    }
  }
  paths[deploymentEventsPath] = { get: describeEventStream() };
  paths[contentPath] = { get: describeContent() };
  return {
    openapi: '3.1.0',
    info: {
      title: 'BiatecTokens',
      version: '1',
      description:
        'Issue regulated tokens on Algorand and EVM networks with an email and a password. Amounts and asset ids are decimal strings; times are UTC.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT or API key' },
      },
      headers: describeHeaders(),
      responses: {
        Failure: failure(components, 'Any error', ['every', 'counted', 'wait', 'unauthorized']),
        TooManyRequests: failure(components, 'A limit is reached', ['every', 'counted', 'wait']),
      },
      schemas: components.schemas(),
    },
  };
}

type Components = ReturnType<typeof createComponents>;

function createComponents() {
  const schemas = new Map<string, Json>();
  function write(schema: z.ZodType, io: 'input' | 'output'): Json {
    const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
    return json;
  }
  return {
    write,
    /** A reference to the schema, which is kept under its name. */
    refer(schema: z.ZodType, fallback: string, io: 'input' | 'output'): Json {
      const name = names.get(schema) ?? fallback;
      if (!schemas.has(name)) schemas.set(name, write(schema, io));
      return { $ref: `#/components/schemas/${name}` };
    },
    keep(name: string, json: Json): Json {
      schemas.set(name, json);
      return { $ref: `#/components/schemas/${name}` };
    },
    schemas: () => Object.fromEntries([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function describeRoute(route: Route, components: Components): [path: string, operation: Json][] {
  const procedure = findProcedure(route.operation);
  if (route.bodyAs === undefined) {
    const input = inputOf(procedure);
    const json = input === undefined ? {} : components.write(input, 'input');
    return [[route.path, describe(route, procedure, components, json)]];
  }
  return tokenTypes.map((type) => {
    const path = route.path.replace('{tokenType}', type);
    const body = components.refer(standards[type].request, `${pascal(type)}Request`, 'input');
    const suffix = pascal(type);
    const operation = describe(route, procedure, components, {}, { body, suffix });
    return [
      path,
      { ...operation, summary: `${String(operation['summary'])}: ${standards[type].title}` },
    ];
  });
}

function describe(
  route: Route,
  procedure: Procedure,
  components: Components,
  input: Json,
  token?: { readonly body: Json; readonly suffix: string },
): Json {
  const meta = metaOf(route.operation);
  const operationId = route.operation.replace('.', '_') + (token?.suffix ?? '');
  const fields = (input['properties'] ?? {}) as Record<string, Json>;
  const required = (input['required'] ?? []) as string[];
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  const others = Object.keys(fields).filter((name) => !inPath.includes(name));
  const isGet = route.method === 'GET';
  const takesKey = meta.idempotent !== undefined && meta.idempotent !== false;
  const parameters = [
    ...inPath
      .filter(() => token === undefined)
      .map((name) => ({ name, in: 'path', required: true, schema: fields[name] ?? {} })),
    ...(isGet ? others : []).map((name) => ({
      name,
      in: 'query',
      required: required.includes(name) && !('default' in (fields[name] ?? {})),
      schema: fields[name],
    })),
    ...(takesKey ? [idempotencyKey] : []),
  ];
  const body = route.upload === true ? undefined : (token?.body ?? bodyOf());
  return {
    operationId,
    summary: meta.summary,
    tags: [route.operation.split('.')[0]],
    ...describePermission(meta.permission),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.upload === true ? { requestBody: uploadBody } : {}),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [route.status]: {
        description: 'Success',
        headers: referHeaders(takesKey ? ['every', 'counted', 'repeated'] : ['every', 'counted']),
        content: { 'application/json': { schema: answerOf() } },
      },
      ...failures,
    },
  };

  function bodyOf(): Json | undefined {
    if (isGet || others.length === 0) return undefined;
    return components.keep(`${pascal(route.operation)}Request`, {
      ...input,
      properties: Object.fromEntries(others.map((name) => [name, fields[name]])),
      required: required.filter((name) => others.includes(name)),
    });
  }

  function answerOf(): Json {
    const output = (procedure._def as { output?: z.ZodType }).output;
    return output === undefined
      ? {}
      : components.refer(output, `${pascal(route.operation)}Answer`, 'output');
  }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key and body give the first answer again; never a second effect',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const uploadBody = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: [mediaField],
        additionalProperties: false,
        properties: {
          [mediaField]: {
            type: 'string',
            contentMediaType: 'application/octet-stream',
            description: 'The file, with its type as the Content-Type of the part',
          },
        },
      },
    },
  },
};

function describeContent(): Json {
  return {
    operationId: 'contents_get',
    summary: 'Read content of the embedded IPFS store: uploaded files and metadata of tokens',
    tags: ['media'],
    parameters: [
      {
        name: 'cid',
        in: 'path',
        required: true,
        description: 'CID in any spelling: version 1, or version 0 where the file has one',
        schema: { type: 'string' },
      },
    ],
    responses: {
      200: {
        description: 'The exact bytes; they never change',
        headers: referHeaders(['every', 'counted']),
        content: { '*/*': { schema: { type: 'string', contentMediaType: '*/*' } } },
      },
      304: {
        description: 'The bytes of the ETag in If-None-Match, as ever',
        headers: referHeaders(['every', 'counted']),
      },
      ...failures,
    },
  };
}

function describeEventStream(): Json {
  return {
    operationId: 'deployments_events',
    summary: 'Watch a deployment: its history so far, then each change as it happens',
    tags: ['deployments'],
    ...describePermission(permissionOf('deployments.watch')),
    parameters: [
      { name: 'deploymentId', in: 'path', required: true, schema: { type: 'string' } },
      {
        name: 'Last-Event-ID',
        in: 'header',
        description: 'Sequence of the last entry that arrived; only later ones are sent',
        schema: { type: 'integer', minimum: 0 },
      },
    ],
    responses: {
      200: {
        description: 'Server-sent events; id is the sequence, data a history entry as JSON',
        headers: referHeaders(['every', 'counted']),
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      204: {
        description: 'Everything was sent and nothing can follow',
        headers: referHeaders(['every', 'counted']),
      },
      ...failures,
    },
  };
}

/** What every operation can answer beside its success. */
const failures = {
  429: { $ref: '#/components/responses/TooManyRequests' },
  default: { $ref: '#/components/responses/Failure' },
};

function failure(
  components: Components,
  description: string,
  occasions: readonly HeaderOccasion[],
): Json {
  return {
    description,
    headers: referHeaders(occasions),
    content: {
      'application/json': { schema: components.refer(wireError, 'WireError', 'output') },
    },
  };
}

function describeHeaders(): Json {
  return Object.fromEntries(
    Object.entries<AnswerHeader>(answerHeaders).map(([name, { on, description, schema }]) => [
      name,
      { description, ...(on === 'every' ? { required: true } : {}), schema },
    ]),
  );
}

function referHeaders(occasions: readonly HeaderOccasion[]): Json {
  return Object.fromEntries(
    headersOn(...occasions).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}

function inputOf(procedure: Procedure): z.ZodType | undefined {
  return (procedure._def as unknown as { inputs: z.ZodType[] }).inputs[0];
}

function pascal(text: string): string {
  return text.replace(/(?:^|[.-])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
