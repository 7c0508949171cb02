/** What answers tell in their headers: the one table that the description of the API, CORS and its test are made from. */

/** On which answers a header stands. */
export type HeaderOccasion =
  /** Every one. */
  | 'every'
  /** Every one, unless the operator counts no requests. */
  | 'counted'
  /** Errors after which one should wait. */
  | 'wait'
  /** 401. */
  | 'unauthorized'
  /** Successes that were given before, to the same Idempotency-Key. */
  | 'repeated';

export interface AnswerHeader {
  readonly on: HeaderOccasion;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

const count = { type: 'integer', minimum: 0 } as const;

export const answerHeaders = {
  'x-correlation-id': {
    on: 'every',
    description:
      'Follows the request through logs, audit and webhooks: the one that was sent, or a new one',
    schema: { type: 'string' },
  },
  'X-RateLimit-Limit': {
    on: 'counted',
    description: 'Requests that may be made within the time of the limit, a minute or an hour',
    schema: count,
  },
  'X-RateLimit-Remaining': {
    on: 'counted',
    description: 'How many of them are left',
    schema: count,
  },
  'X-RateLimit-Reset': {
    on: 'counted',
    description: 'When there may be more, in seconds since 1970',
    schema: count,
  },
  'Retry-After': {
    on: 'wait',
    description: 'Seconds to wait before the next try',
    schema: { type: 'integer', minimum: 1 },
  },
  'WWW-Authenticate': {
    on: 'unauthorized',
    description: 'What the request lacks: a bearer token',
    schema: { type: 'string', const: 'Bearer' },
  },
  'Idempotent-Replayed': {
    on: 'repeated',
    description: 'That this is the answer of before, and nothing was done again',
    schema: { type: 'string', const: 'true' },
  },
} as const satisfies Readonly<Record<string, AnswerHeader>>;

/** Name of a header in the table. */
export type AnswerHeaderName = keyof typeof answerHeaders;

/** Every header in the table. */
export const answerHeaderNames = Object.keys(answerHeaders) as AnswerHeaderName[];

/** The headers that stand on answers of these occasions. */
export function headersOn(...occasions: readonly HeaderOccasion[]): AnswerHeaderName[] {
  return answerHeaderNames.filter((name) => occasions.includes(answerHeaders[name].on));
}
