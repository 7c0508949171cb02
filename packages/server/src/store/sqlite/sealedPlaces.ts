import { sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { SealedPlace } from '../../ports/store/index.ts';
import {
  accounts,
  endpoints,
  idempotencyKeys,
  mails,
  phrases,
  secondFactors,
  sponsors,
  type StoredSecret,
} from './schema.ts';

/** How records stand in a column: one as bytes, or several as the JSON of `StoredSecret`s. */
export type SealedForm = 'bytes' | 'secrets';

/** A column of sealed records, in SQL. Rows are known by their rowid. */
export interface SealedColumn {
  readonly table: SQL;
  readonly column: SQLiteColumn;
  readonly form: SealedForm;
  /** Which rows hold records. */
  readonly where: SQL;
  readonly id: SQL;
  readonly organizationId: SQL;
  readonly family: SQL;
}

const always = sql`true`;
const noFamily = sql`'-'`;
const platform = sql`'platform'`;

/** Every column of sealed records. A test holds it against the schema, so that no new one is forgotten. */
export const sealedColumns: Readonly<Record<SealedPlace, SealedColumn>> = {
  'account-keys': {
    table: sql`${accounts}`,
    column: accounts.sealedKey,
    form: 'bytes',
    where: always,
    id: sql`${accounts.id}`,
    organizationId: sql`${accounts.organizationId}`,
    family: sql`${accounts.family}`,
  },
  phrases: {
    table: sql`${phrases}`,
    column: phrases.sealedPhrase,
    form: 'bytes',
    where: always,
    id: sql`${phrases.organizationId}`,
    organizationId: sql`${phrases.organizationId}`,
    family: noFamily,
  },
  'sponsor-keys': {
    table: sql`${sponsors}`,
    column: sponsors.sealedKey,
    form: 'bytes',
    where: always,
    id: sql`${sponsors.id}`,
    organizationId: platform,
    family: sql`${sponsors.family}`,
  },
  'webhook-secrets': {
    table: sql`${endpoints}`,
    column: endpoints.secrets,
    form: 'secrets',
    where: always,
    id: sql`${endpoints.id}`,
    organizationId: sql`${endpoints.organizationId}`,
    family: noFamily,
  },
  'mail-tokens': {
    table: sql`${mails}`,
    column: mails.sealedToken,
    form: 'bytes',
    // Wiped once the mail is sent.
    where: sql`${mails.sealedToken} is not null`,
    id: sql`${mails.id}`,
    organizationId: platform,
    family: noFamily,
  },
  'second-factors': {
    table: sql`${secondFactors}`,
    column: secondFactors.sealedSecret,
    form: 'bytes',
    where: always,
    id: sql`${secondFactors.userId}`,
    organizationId: platform,
    family: noFamily,
  },
  'idempotent-answers': {
    table: sql`${idempotencyKeys}`,
    column: idempotencyKeys.answer,
    form: 'bytes',
    // Answers to issuing show no secret and are plain JSON; a record begins with its version, 1.
    where: sql`substr(${idempotencyKeys.answer}, 1, 1) = x'01'`,
    id: sql`${idempotencyKeys.operation} || ':' || ${idempotencyKeys.key}`,
    organizationId: sql`${idempotencyKeys.organizationId}`,
    family: noFamily,
  },
};

/** The records in a column's value. */
export function recordsIn(form: SealedForm, value: Uint8Array | string): Uint8Array[] {
  if (form === 'bytes') return [Uint8Array.from(value as Uint8Array)];
  return (JSON.parse(value as string) as StoredSecret[]).map(({ sealed }) =>
    Uint8Array.from(Buffer.from(sealed, 'base64')),
  );
}

/** The column's value with one record replaced; undefined where the record is not in it. */
export function replaceIn(
  form: SealedForm,
  value: Uint8Array | string,
  { from, to }: { readonly from: Uint8Array; readonly to: Uint8Array },
): Uint8Array | string | undefined {
  if (form === 'bytes') {
    return Buffer.from(value as Uint8Array).equals(from) ? Buffer.from(to) : undefined;
  }
  const secrets = JSON.parse(value as string) as StoredSecret[];
  const old = Buffer.from(from).toString('base64');
  if (!secrets.some(({ sealed }) => sealed === old)) return undefined;
  const fresh = Buffer.from(to).toString('base64');
  return JSON.stringify(
    secrets.map((secret) => (secret.sealed === old ? { ...secret, sealed: fresh } : secret)),
  );
}
