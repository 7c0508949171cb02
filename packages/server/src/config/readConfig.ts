import { resolve } from 'node:path';
import type { NetworkId, TermsInForce, Tier } from '@biatec-tokens/core';
import type { KeyProviderSettings } from '../keys/createKeyProvider.ts';
import type { IpfsSettings } from '../ipfs/createPinners.ts';
import type { PasswordHashSettings } from '../services/auth/passwordHasher.ts';
import type { RateLimits } from '../services/limits/createLimiter.ts';
import type { Secret } from '../internal/secret.ts';
import { ipfsConfigOf, type IpfsValues } from './ipfsConfig.ts';
import { mailConfigOf, type MailConfig, type MailValues } from './mailConfig.ts';
import { keysConfigOf, type KeyValues } from './keysConfig.ts';
import { readNetworks, type NetworkConfig } from './networkSettings.ts';
import { termsConfigOf, type TermsValues } from './termsConfig.ts';
import type { Setting } from './setting.ts';
import { settings } from './settings.ts';

type Settings = typeof settings;
type Values = {
  readonly [Key in keyof Settings]: Settings[Key] extends Setting<infer Value> ? Value : never;
};

/** The settings of this process, read and checked. */
export interface Config extends Omit<
  Values,
  | keyof KeyValues
  | keyof IpfsValues
  | keyof MailValues
  | PasswordKey
  | RateLimitKey
  | 'defaultTier'
  | 'emailVerificationRequired'
  | keyof TermsValues
> {
  /** Absolute path of the database file. */
  readonly databaseFile: string;
  /** Undefined in development: then made once, beside the database. */
  readonly jwtSecret: Secret<string> | undefined;
  readonly defaultTier: Tier;
  readonly emailVerificationRequired: boolean;
  /** Null: there are none. */
  readonly terms: TermsInForce | null;
  /** The provider that wraps, and unwraps what it wrapped. */
  readonly keys: KeyProviderSettings;
  /** Providers that only unwrap any more. */
  readonly previousKeys: readonly KeyProviderSettings[];
  readonly ipfs: IpfsSettings;
  readonly mail: MailConfig;
  readonly networks: ReadonlyMap<NetworkId, NetworkConfig>;
  readonly passwordHashing: PasswordHashSettings;
  /** Null: requests are not counted. */
  readonly rateLimits: RateLimits | null;
}

/** One thing wrong with the environment. Never quotes a secret. */
export interface ConfigProblem {
  readonly name: string;
  readonly message: string;
}

export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads the environment; every problem comes back at once. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ReadConfig {
  const problems: ConfigProblem[] = [];
  const problem = (name: string, message: string): void => void problems.push({ name, message });

  const read: Record<string, unknown> = {};
  for (const [key, { name, schema, default: preset }] of Object.entries(settings)) {
    const value = env[name]?.trim() || preset;
    if (value === null) continue;
    const parsed = schema.safeParse(value);
    if (parsed.success) read[key] = parsed.data;
    else for (const issue of parsed.error.issues) problem(name, issue.message);
  }
  const values = read as unknown as Values;
  const networks = readNetworks(env, problem);

  if (values.environment === 'production' && values.jwtSecret === undefined) {
    if (!problems.some(({ name }) => name === settings.jwtSecret.name)) {
      problem(settings.jwtSecret.name, 'is required in production; openssl rand -base64 48');
    }
  }
  // Absent where it was wrong, and then never used.
  const databaseFile = resolve((values.databaseUrl ?? '').slice('file:'.length));
  const keys = keysConfigOf(values, databaseFile, (name, message) => {
    // What is there but wrong was complained about already.
    if (!problems.some((each) => each.name === name)) problem(name, message);
  });
  const ipfs = ipfsConfigOf(values, problem);
  const mail = mailConfigOf(values, problem);
  const terms = termsConfigOf(values, problem);
  if (problems.length > 0) return { ok: false, problems };

  const isProduction = values.environment === 'production';
  const config: Config = {
    ...values,
    databaseFile,
    defaultTier: values.defaultTier ?? (isProduction ? 'Free' : 'Pro'),
    emailVerificationRequired:
      values.emailVerificationRequired ?? (isProduction || mail.smtp !== null),
    ...keys,
    ipfs,
    mail,
    networks,
    terms,
    passwordHashing: passwordHashingOf(values),
    rateLimits: rateLimitsOf(values),
  };
  return { ok: true, config };
}

type PasswordKey =
  | 'passwordHash'
  | 'passwordArgon2MemoryKib'
  | 'passwordArgon2Passes'
  | 'passwordPbkdf2Iterations';

function passwordHashingOf(values: Pick<Values, PasswordKey>): PasswordHashSettings {
  if (values.passwordHash === 'pbkdf2-sha256') {
    return { algorithm: 'pbkdf2-sha256', iterations: values.passwordPbkdf2Iterations };
  }
  return {
    algorithm: 'argon2id',
    memoryKib: values.passwordArgon2MemoryKib,
    passes: values.passwordArgon2Passes,
    lanes: 1,
  };
}

type RateLimitKey = Extract<keyof Values, `rateLimit${string}`>;

function rateLimitsOf(values: Pick<Values, RateLimitKey>): RateLimits | null {
  if (!values.rateLimitEnabled) return null;
  return {
    user: values.rateLimitUser,
    client: values.rateLimitClient,
    authClient: values.rateLimitAuthClient,
    authEmail: values.rateLimitAuthEmail,
    accountImport: values.rateLimitAccountImport,
    alreadyRegistered: values.rateLimitAlreadyRegistered,
    accountExport: values.rateLimitAccountExport,
  };
}
