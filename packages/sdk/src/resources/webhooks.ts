import { listAll } from '../internal/listAll.ts';
import type { Transport } from '../internal/transport.ts';
import type { RequestOptions } from '../types/options.ts';
import type { Page, PageRequest } from '../types/page.ts';
import type {
  CreateEndpointRequest,
  Done,
  ListDeliveriesRequest,
  RedeliverRequest,
  Redelivered,
  TestDelivery,
  UpdateEndpointRequest,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookEndpointAnswer,
  WebhookEndpointWithSecret,
} from '../types/webhook.ts';
import { unwrap } from '../webhooks/unwrap.ts';

const path = 'api/v1/webhooks';

/** Where events are delivered to, and what became of them. */
export interface WebhooksResource {
  /** Creates an endpoint. The answer is the only one that shows its secret. */
  create(
    request: CreateEndpointRequest,
    options?: RequestOptions,
  ): Promise<WebhookEndpointWithSecret>;
  /** Gets one page of endpoints. */
  list(request?: PageRequest, options?: RequestOptions): Promise<Page<WebhookEndpoint>>;
  /** Yields every endpoint, asking for each page when it is needed. */
  listAll(request?: PageRequest, options?: RequestOptions): AsyncGenerator<WebhookEndpoint, void>;
  /** Gets an endpoint. @throws {NotFoundError} If the organization has none of this id. */
  get(endpointId: string, options?: RequestOptions): Promise<WebhookEndpointAnswer>;
  /** Changes what is given; the rest stays. */
  update(
    endpointId: string,
    changes: UpdateEndpointRequest,
    options?: RequestOptions,
  ): Promise<WebhookEndpointAnswer>;
  /** Deletes an endpoint; nothing more is sent there. */
  delete(endpointId: string, options?: RequestOptions): Promise<Done>;
  /** Gives an endpoint a new secret; for a while deliveries are signed with the old one too. */
  rotate(endpointId: string, options?: RequestOptions): Promise<WebhookEndpointWithSecret>;
  /** Sends a `webhook.test` event to an endpoint. */
  test(endpointId: string, options?: RequestOptions): Promise<TestDelivery>;
  /** Gets one page of an endpoint's deliveries, newest first. */
  deliveries(
    endpointId: string,
    request?: ListDeliveriesRequest,
    options?: RequestOptions,
  ): Promise<Page<WebhookDelivery>>;
  /** Sends one delivery again by its id, or all of a time range. */
  redeliver(
    endpointId: string,
    request: RedeliverRequest,
    options?: RequestOptions,
  ): Promise<Redelivered>;
  /** Verifies a webhook that arrived and gives its event; the same as `webhooks.unwrap` of this package. */
  readonly unwrap: typeof unwrap;
}

export function createWebhooks(transport: Transport): WebhooksResource {
  const pathOf = (endpointId: string) => `${path}/${encodeURIComponent(endpointId)}`;

  const list = (query?: PageRequest, options?: RequestOptions) =>
    transport.send<Page<WebhookEndpoint>>(
      { name: 'list webhook endpoints', kind: 'session', method: 'GET', path, query },
      options,
    );

  /** A call that changes something, once per idempotency key. */
  const change = <Answer>(
    name: string,
    facts: { method: 'POST' | 'PATCH' | 'DELETE'; path: string; body?: object },
    options?: RequestOptions,
  ) => transport.send<Answer>({ name, kind: 'keyed', ...facts }, options);

  return {
    list,
    listAll: (request = {}, options) => listAll((page) => list(page, options), request),
    create: (body, options) =>
      change('create a webhook endpoint', { method: 'POST', path, body }, options),
    get: (endpointId, options) =>
      transport.send(
        {
          name: 'get a webhook endpoint',
          kind: 'session',
          method: 'GET',
          path: pathOf(endpointId),
        },
        options,
      ),
    update: (endpointId, body, options) =>
      change(
        'update a webhook endpoint',
        { method: 'PATCH', path: pathOf(endpointId), body },
        options,
      ),
    delete: (endpointId, options) =>
      change('delete a webhook endpoint', { method: 'DELETE', path: pathOf(endpointId) }, options),
    rotate: (endpointId, options) =>
      change(
        'rotate a webhook secret',
        { method: 'POST', path: `${pathOf(endpointId)}/rotate` },
        options,
      ),
    test: (endpointId, options) =>
      change(
        'test a webhook endpoint',
        { method: 'POST', path: `${pathOf(endpointId)}/test` },
        options,
      ),
    deliveries: (endpointId, query, options) =>
      transport.send(
        {
          name: 'list deliveries',
          kind: 'session',
          method: 'GET',
          path: `${pathOf(endpointId)}/deliveries`,
          query,
        },
        options,
      ),
    redeliver: (endpointId, body, options) =>
      change(
        'redeliver',
        { method: 'POST', path: `${pathOf(endpointId)}/redeliver`, body },
        options,
      ),
    unwrap,
  };
}
