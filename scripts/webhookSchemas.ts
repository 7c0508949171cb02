/** Writes the JSON Schema of every webhook event. */
import {
  accountLockedWebhookEvent,
  deploymentWebhookEvent,
  testWebhookEvent,
  webhookEventTypes,
  type WebhookEventType,
} from '@biatec-tokens/core';
import { format } from 'oxfmt';
import { writeGenerated } from './lib/generated.ts';

type JsonSchema = Record<string, unknown>;

const path = 'docs/webhooks/events.schema.json';
const { code } = await format(path, JSON.stringify(createSchema(), null, 2), { printWidth: 100 });
writeGenerated(new Map([[path, code]]));

/** One schema that takes every event, and one per type under its name: `#/$defs/deployment.completed`. */
function createSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Webhook events of BiatecTokens, version 1',
    description:
      'Fields may be added within a version; receivers should ignore those they do not know.',
    oneOf: webhookEventTypes.map((type) => ({ $ref: `#/$defs/${type}` })),
    $defs: {
      ...Object.fromEntries(webhookEventTypes.map((type) => [type, schemaOf(type)])),
      deploymentEvent: fieldsOf(deploymentWebhookEvent),
      accountLockedEvent: fieldsOf(accountLockedWebhookEvent),
      testEvent: fieldsOf(testWebhookEvent),
    },
  };
}

function schemaOf(type: WebhookEventType): JsonSchema {
  return {
    allOf: [{ $ref: `#/$defs/${familyOf(type)}` }],
    properties: { type: { const: type } },
  };
}

function familyOf(type: WebhookEventType): string {
  if (type === 'webhook.test') return 'testEvent';
  return type === 'security.account_locked' ? 'accountLockedEvent' : 'deploymentEvent';
}

function fieldsOf(schema: { toJSONSchema(options: { io: 'input' }): object }): JsonSchema {
  // As for input: there zod does not close objects, which would make every added field an error.
  const { $schema: _dialect, ...fields } = schema.toJSONSchema({ io: 'input' }) as JsonSchema;
  return fields;
}
