/** Kinds of ids that carry their kind: `dep_…`. */
export const idPrefixes = {
  account: 'acc',
  apiKey: 'key',
  audit: 'aud',
  delivery: 'whd',
  deployment: 'dep',
  endpoint: 'whe',
  event: 'evt',
  invitation: 'inv',
  mail: 'mal',
  media: 'med',
  organization: 'org',
  request: 'req',
  rewrap: 'rwp',
  session: 'ses',
  upload: 'upl',
  worker: 'wrk',
} as const;

export type IdKind = keyof typeof idPrefixes;

/** Makes ids that never repeat. */
export interface Ids {
  /** `dep_` and 26 characters that sort by time. */
  next(kind: IdKind): string;
  /** A random GUID, for the ids that the wire contract wants as such. */
  guid(): string;
}
