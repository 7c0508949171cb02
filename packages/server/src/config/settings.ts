/**
 * Every setting of the server, as a table: the schema that reads it, and what operators read about it.
 *
 * docs/configuration.md is generated from here.
 */
import { tiers } from '@biatec-tokens/core';
import { z } from 'zod';
import { Secret } from '../internal/secret.ts';
import { argon2idCostMin } from '../services/auth/argon2id.ts';
import { iterationsMin } from '../services/auth/pbkdf2Sha256.ts';
import { optionalSetting, setting } from './setting.ts';
import {
  isAddressOrNetwork,
  isUrl,
  jwtSecretText,
  listOf,
  perMinute,
  url,
  vaultName,
  wholeNumber,
  yesOrNo,
} from './settingTypes.ts';

const text = z.string();
/** A mail address with or without a name before it: `Name <a@b.example>`. */
export const senderForm =
  /^(?:(?<name>[^<>\p{C}]*\S)\s*<(?<inside>[^<>\s]+@[^<>\s]+)>|(?<alone>[^<>\s]+@[^<>\s]+))$/u;

/** Every key provider. */
export const keyProviderKinds = [
  'file',
  'environment',
  'aws-kms',
  'azure-key-vault',
  'gcp-kms',
  'hashicorp-vault',
  'pkcs11',
] as const;

export const settings = {
  environment: setting(z.enum(['development', 'production', 'test']), {
    name: 'NODE_ENV',
    type: '`development`, `test` or `production`',
    default: 'development',
    description: 'In production nothing secret is made by itself, and webhooks go to https only.',
  }),
  host: setting(text, {
    name: 'HOST',
    type: 'address',
    default: '127.0.0.1',
    description: 'Address to listen on; `0.0.0.0` for all.',
  }),
  port: setting(wholeNumber(0, 65_535), {
    name: 'PORT',
    type: 'port',
    default: '8080',
    description: 'Port to listen on; 0 for any free one.',
  }),
  databaseUrl: setting(
    text.regex(/^file:./, 'should be "file:" and a path; PostgreSQL is not supported yet'),
    {
      name: 'DATABASE_URL',
      type: '`file:PATH`',
      default: 'file:./data/biatec-tokens.db',
      description: 'Where everything is kept. The folder is made where it is missing.',
    },
  ),
  jwtSecret: optionalSetting(jwtSecretText(), {
    name: 'JWT_SECRET',
    type: 'text of at least 32 bytes',
    secret: true,
    description:
      'Signs access tokens. Required in production; in development made once and kept beside the database, readable by its owner only.',
  }),
  jwtSecretPrevious: optionalSetting(jwtSecretText(), {
    name: 'JWT_SECRET_PREVIOUS',
    type: 'text of at least 32 bytes',
    secret: true,
    description:
      'The other secret while one replaces the other: its tokens are taken too, but none are signed with it. [How to replace it](authentication.md#access-tokens).',
  }),
  keyProvider: setting(z.enum(keyProviderKinds), {
    name: 'KEY_PROVIDER',
    type: keyProviderKinds.map((kind) => `\`${kind}\``).join(', '),
    default: 'file',
    description:
      'What wraps the keys of accounts and other secrets. Each has settings of its own, see [key providers](keys.md).',
  }),
  keyPreviousProviders: setting(
    listOf((item) => (keyProviderKinds as readonly string[]).includes(item), 'is no key provider'),
    {
      name: 'KEY_PREVIOUS_PROVIDERS',
      type: 'key providers, comma-separated',
      default: '',
      description:
        'Providers that older records may still need, with their own settings, until `biatec-tokens rewrap` is done.',
    },
  ),
  keyFile: optionalSetting(text, {
    name: 'KEY_FILE',
    type: 'path',
    description:
      'Key provider `file`: the file with the master key, mode 0600. By default `master.key` beside the database. Made where missing in development; in production a missing file is an error.',
  }),
  keyEnvironmentKey: optionalSetting(
    text.transform((value) => new Secret(value)),
    {
      name: 'KEY_ENVIRONMENT_KEY',
      type: 'base64 of 32 bytes',
      secret: true,
      description: 'Key provider `environment`: the master key itself.',
    },
  ),
  keyEnvironmentAllowed: setting(yesOrNo(), {
    name: 'KEY_ENVIRONMENT_ALLOW_IN_PRODUCTION',
    type: '`true` or `false`',
    default: 'false',
    description:
      'Key provider `environment`: accepts in production that whoever reads the environment holds every key.',
  }),
  keyAwsKeyId: optionalSetting(text, {
    name: 'KEY_AWS_KEY_ID',
    type: 'ARN, id or alias',
    description: 'Key provider `aws-kms`: a symmetric encryption key.',
  }),
  keyAwsRegion: optionalSetting(text, {
    name: 'KEY_AWS_REGION',
    type: 'AWS region',
    description:
      'Key provider `aws-kms`: its region; by default `AWS_REGION`. Credentials are found by the SDK: a role of the machine, `AWS_ACCESS_KEY_ID` …',
  }),
  keyAwsEndpoint: optionalSetting(url('http:', 'https:'), {
    name: 'KEY_AWS_ENDPOINT',
    type: 'URL',
    description: 'Key provider `aws-kms`: another endpoint, such as one of a VPC.',
  }),
  keyAzureKeyUrl: optionalSetting(
    text.regex(
      /^https:\/\/[^/@]+\/keys\/[0-9A-Za-z-]{1,127}$/,
      'should be such as "https://NAME.vault.azure.net/keys/KEY", without a version',
    ),
    {
      name: 'KEY_AZURE_KEY_URL',
      type: 'URL',
      description:
        'Key provider `azure-key-vault`: the key, without a version. Credentials are found by the SDK: workload or managed identity, `AZURE_CLIENT_ID` …',
    },
  ),
  keyAzureAlgorithm: setting(z.enum(['RSA-OAEP-256', 'A256GCM']), {
    name: 'KEY_AZURE_ALGORITHM',
    type: '`RSA-OAEP-256` or `A256GCM`',
    default: 'RSA-OAEP-256',
    description:
      'Key provider `azure-key-vault`: `RSA-OAEP-256` for a vault, `A256GCM` for a Managed HSM with an AES key, which is stronger.',
  }),
  keyGcpKeyName: optionalSetting(
    text.regex(
      /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/,
      'should be "projects/P/locations/L/keyRings/R/cryptoKeys/K"',
    ),
    {
      name: 'KEY_GCP_KEY_NAME',
      type: 'resource name',
      description:
        'Key provider `gcp-kms`: a symmetric key, without a version. Credentials are the application default ones unless `KEY_GCP_CREDENTIALS_FILE` is set.',
    },
  ),
  keyGcpCredentialsFile: optionalSetting(text, {
    name: 'KEY_GCP_CREDENTIALS_FILE',
    type: 'path',
    description: 'Key provider `gcp-kms`: JSON key of a service account.',
  }),
  keyGcpEndpoint: optionalSetting(url('http:', 'https:'), {
    name: 'KEY_GCP_ENDPOINT',
    type: 'URL',
    description: 'Key provider `gcp-kms`: another endpoint, such as a private one.',
  }),
  keyVaultUrl: optionalSetting(url('http:', 'https:'), {
    name: 'KEY_VAULT_URL',
    type: 'URL',
    description: 'Key provider `hashicorp-vault`: the server, such as `https://vault:8200`.',
  }),
  keyVaultKey: setting(vaultName(), {
    name: 'KEY_VAULT_KEY',
    type: 'name',
    default: 'biatec-tokens',
    description: 'Key provider `hashicorp-vault`: a transit key of type `aes256-gcm96`.',
  }),
  keyVaultMount: setting(vaultName(), {
    name: 'KEY_VAULT_MOUNT',
    type: 'path',
    default: 'transit',
    description: 'Key provider `hashicorp-vault`: where the transit engine is mounted.',
  }),
  keyVaultNamespace: optionalSetting(text, {
    name: 'KEY_VAULT_NAMESPACE',
    type: 'path',
    description: 'Key provider `hashicorp-vault`: the namespace, where there are some.',
  }),
  keyVaultToken: optionalSetting(
    text.transform((value) => new Secret(value)),
    {
      name: 'KEY_VAULT_TOKEN',
      type: 'text',
      secret: true,
      description:
        'Key provider `hashicorp-vault`: a token. Or log in with `KEY_VAULT_ROLE_ID` or `KEY_VAULT_KUBERNETES_ROLE`.',
    },
  ),
  keyVaultRoleId: optionalSetting(text, {
    name: 'KEY_VAULT_ROLE_ID',
    type: 'text',
    description: 'Key provider `hashicorp-vault`: the role of an AppRole login.',
  }),
  keyVaultSecretId: optionalSetting(
    text.transform((value) => new Secret(value)),
    {
      name: 'KEY_VAULT_SECRET_ID',
      type: 'text',
      secret: true,
      description: 'Key provider `hashicorp-vault`: the secret of an AppRole login.',
    },
  ),
  keyVaultKubernetesRole: optionalSetting(text, {
    name: 'KEY_VAULT_KUBERNETES_ROLE',
    type: 'text',
    description:
      "Key provider `hashicorp-vault`: the role of a login with the token of the pod's service account.",
  }),
  keyVaultKubernetesTokenFile: setting(text, {
    name: 'KEY_VAULT_KUBERNETES_TOKEN_FILE',
    type: 'path',
    default: '/var/run/secrets/kubernetes.io/serviceaccount/token',
    description: 'Key provider `hashicorp-vault`: where that token is.',
  }),
  keyPkcs11Module: optionalSetting(text, {
    name: 'KEY_PKCS11_MODULE',
    type: 'path',
    description: 'Key provider `pkcs11`: the library of the token, such as `libsofthsm2.so`.',
  }),
  keyPkcs11Token: optionalSetting(text, {
    name: 'KEY_PKCS11_TOKEN',
    type: 'text',
    description: 'Key provider `pkcs11`: label of the token.',
  }),
  keyPkcs11Pin: optionalSetting(
    text.transform((value) => new Secret(value)),
    {
      name: 'KEY_PKCS11_PIN',
      type: 'text',
      secret: true,
      description: 'Key provider `pkcs11`: PIN of the user.',
    },
  ),
  keyPkcs11Key: setting(text, {
    name: 'KEY_PKCS11_KEY',
    type: 'text',
    default: 'biatec-tokens',
    description:
      'Key provider `pkcs11`: label of the AES keys; of several, the one with the highest CKA_ID wraps.',
  }),
  keyPkcs11Binding: setting(text, {
    name: 'KEY_PKCS11_BINDING',
    type: 'package or folder',
    default: 'pkcs11js',
    description:
      'Key provider `pkcs11`: the npm package `pkcs11js`, which must be installed extra as it is compiled; or the folder where it is.',
  }),
  passwordHash: setting(z.enum(['argon2id', 'pbkdf2-sha256']), {
    name: 'PASSWORD_HASH',
    type: '`argon2id` or `pbkdf2-sha256`',
    default: 'argon2id',
    description:
      'How passwords are hashed; `pbkdf2-sha256` where only FIPS algorithms may be used. Hashes made otherwise, or at less cost, still open, and are made anew at the next sign-in.',
  }),
  passwordArgon2MemoryKib: setting(wholeNumber(argon2idCostMin.memoryKib, 1_048_576), {
    name: 'PASSWORD_ARGON2_MEMORY_KIB',
    type: 'KiB',
    default: String(argon2idCostMin.memoryKib),
    description:
      'Memory of one argon2id hash: 19 MiB at least. As many are made at once as there are processors, at most 4.',
  }),
  passwordArgon2Passes: setting(wholeNumber(argon2idCostMin.passes, 100), {
    name: 'PASSWORD_ARGON2_PASSES',
    type: 'whole number',
    default: String(argon2idCostMin.passes),
    description: 'Passes over that memory, 2 at least, in one lane.',
  }),
  passwordPbkdf2Iterations: setting(wholeNumber(iterationsMin, 100_000_000), {
    name: 'PASSWORD_PBKDF2_ITERATIONS',
    type: 'whole number',
    default: String(iterationsMin),
    description: 'Iterations of one PBKDF2 hash: 600,000 at least.',
  }),
  corsOrigins: setting(
    listOf(
      (item) => URL.canParse(item) && new URL(item).origin === item,
      'is no origin, should be such as "https://app.example"',
    ),
    {
      name: 'CORS_ORIGINS',
      type: 'origins, comma-separated',
      default: '',
      description: 'Origins whose pages may call the API; none by default.',
    },
  ),
  trustedProxies: setting(
    listOf(isAddressOrNetwork, 'is no address or network, should be such as "10.0.0.0/8"'),
    {
      name: 'TRUSTED_PROXIES',
      type: 'addresses or networks, comma-separated',
      default: '',
      description: 'Proxies whose `X-Forwarded-For` is believed; none by default.',
    },
  ),
  smtpUrl: optionalSetting(
    text
      .refine(
        (value) => isUrl(value, ['smtp:', 'smtps:']) && new URL(value).hostname !== '',
        'should be such as "smtp://user:password@mail.example:587" or "smtps://…"',
      )
      .transform((value) => new Secret(value)),
    {
      name: 'SMTP_URL',
      type: 'URL, `smtp://` or `smtps://`',
      secret: true,
      description:
        'Server that takes our mails: `smtp://user:password@mail.example:587`; `smtps://` is TLS from the first byte. With `smtp://` STARTTLS is a must, but on this machine itself. Without the setting mails wait in the outbox; in development the page `/mailbox` shows them instead.',
    },
  ),
  mailboxAllowRemote: setting(yesOrNo(), {
    name: 'MAILBOX_ALLOW_REMOTE',
    type: '`true` or `false`',
    default: 'false',
    description:
      'Outside of production: whether `/mailbox` also answers other machines and proxies, as in a container. Whoever reads it can take over every user.',
  }),
  mailFrom: optionalSetting(
    text.regex(senderForm, 'should be an address, or such as "Acme Tokens <tokens@acme.example>"'),
    {
      name: 'MAIL_FROM',
      type: 'address, or `Name <address>`',
      description:
        'Sender of mails; by default `BiatecTokens <no-reply@HOST>` with the host of PUBLIC_URL.',
    },
  ),
  publicUrl: optionalSetting(url('http:', 'https:'), {
    name: 'PUBLIC_URL',
    type: 'URL',
    description:
      'Where links in mails lead: `PUBLIC_URL/reset-password` and `PUBLIC_URL/verify-email`. This server has such pages itself; a frontend that has its own puts its address here. By default the address that the server listens at; in production required with `SMTP_URL`.',
  }),
  emailVerificationRequired: optionalSetting(yesOrNo(), {
    name: 'EMAIL_VERIFICATION_REQUIRED',
    type: '`true` or `false`',
    description:
      'By default `true` in production and with `SMTP_URL`, `false` elsewhere. Whether issuing on networks that are not local, account export and import, making API keys and enrolling a second factor ask for a confirmed email address. Where no mail can be sent, nobody can confirm one.',
  }),
  metricsPort: optionalSetting(wholeNumber(0, 65_535), {
    name: 'METRICS_PORT',
    type: 'port',
    description: 'Port of `/metrics` for Prometheus, on the address of HOST; off where absent.',
  }),
  logLevel: setting(z.enum(['debug', 'info', 'warn', 'error', 'silent']), {
    name: 'LOG_LEVEL',
    type: '`debug`, `info`, `warn`, `error` or `silent`',
    default: 'info',
    description: 'Lines below this level are not written.',
  }),
  bodyBytesMax: setting(wholeNumber(1_024, 16_777_216), {
    name: 'BODY_BYTES_MAX',
    type: 'bytes',
    default: '262144',
    description: 'Largest request body.',
  }),
  // The whole text may hold a token, until ipfsConfigOf takes it apart.
  ipfsRpcUrl: optionalSetting(
    url('http:', 'https:').transform((value) => new Secret(value)),
    {
      name: 'IPFS_RPC_URL',
      type: 'URL',
      secret: true,
      description:
        'RPC of a Kubo node that must hold every file of a token, beside the embedded store; a token as the password part (`http://:TOKEN@127.0.0.1:5001`), or user and password. No node by default.',
    },
  ),
  ipfsPinningUrls: setting(
    listOf(
      (item) => isUrl(item, ['http:', 'https:']),
      'is no http or https URL',
      () => 'an entry',
    ).transform((items) => items.map((item) => new Secret(item))),
    {
      name: 'IPFS_PINNING_URL',
      type: 'URLs, comma-separated',
      default: '',
      secret: true,
      description:
        'Services that speak the IPFS Pinning Service API and must hold every file too, such as `https://api.pinata.cloud/psa`; a token of its own as the password part. They fetch from the node of `IPFS_RPC_URL`, or from `IPFS_PINNING_ORIGINS`.',
    },
  ),
  ipfsPinningToken: optionalSetting(
    text.transform((value) => new Secret(value)),
    {
      name: 'IPFS_PINNING_TOKEN',
      type: 'text',
      secret: true,
      description: 'Token for the services of `IPFS_PINNING_URL` that have none of their own.',
    },
  ),
  ipfsPinningOrigins: setting(
    listOf((item) => item.startsWith('/'), 'is no multiaddress, should be such as "/dns4/…"'),
    {
      name: 'IPFS_PINNING_ORIGINS',
      type: 'multiaddresses, comma-separated',
      default: '',
      description:
        'Where pinning services can fetch the content from, beside the addresses of the Kubo node itself.',
    },
  ),
  ipfsGatewayUrl: optionalSetting(url('http:', 'https:'), {
    name: 'IPFS_GATEWAY_URL',
    type: 'URL',
    description:
      'Gateway by which the bytes that pinning services hold are looked at. Without one their word is taken.',
  }),
  ipfsTimeoutMs: setting(wholeNumber(100, 600_000), {
    name: 'IPFS_TIMEOUT_MS',
    type: 'milliseconds',
    default: '20000',
    description: 'Time for each call to a pinner; three tries, then the deployment fails.',
  }),
  mediaBytesMax: setting(wholeNumber(1, 104_857_600), {
    name: 'MEDIA_BYTES_MAX',
    type: 'bytes',
    default: '20971520',
    description: 'Largest file that may be uploaded: 20 MB.',
  }),
  mediaOrganizationBytesMax: setting(wholeNumber(1, 999_999_999_999), {
    name: 'MEDIA_ORGANIZATION_BYTES_MAX',
    type: 'bytes',
    default: '1073741824',
    description: 'What all uploaded files of one organization may come to: 1 GB.',
  }),
  rateLimitEnabled: setting(yesOrNo(), {
    name: 'RATE_LIMIT_ENABLED',
    type: '`true` or `false`',
    default: 'true',
    description:
      'Whether requests are counted and held back. Lockout after failed sign-ins is always on.',
  }),
  rateLimitUser: setting(perMinute(), {
    name: 'RATE_LIMIT_USER_PER_MINUTE',
    type: 'requests per minute',
    default: '100',
    description: 'Requests of one signed-in user, over all sessions and processes.',
  }),
  rateLimitClient: setting(perMinute(), {
    name: 'RATE_LIMIT_CLIENT_PER_MINUTE',
    type: 'requests per minute',
    default: '100',
    description:
      'Requests without a valid session from one client: an IPv4 address or an IPv6 /64. Behind a proxy, list it in TRUSTED_PROXIES.',
  }),
  rateLimitAuthClient: setting(perMinute(), {
    name: 'RATE_LIMIT_AUTH_CLIENT_PER_MINUTE',
    type: 'requests per minute',
    default: '30',
    description: 'Sign-ins, registrations, forgotten passwords and the like from one client.',
  }),
  rateLimitAuthEmail: setting(perMinute(), {
    name: 'RATE_LIMIT_AUTH_EMAIL_PER_MINUTE',
    type: 'requests per minute',
    default: '10',
    description: 'The same for one email address, from wherever.',
  }),
  rateLimitAlreadyRegistered: setting(wholeNumber(1, 1_000), {
    name: 'RATE_LIMIT_ALREADY_REGISTERED_PER_HOUR',
    type: 'requests per hour',
    default: '10',
    description:
      'Registrations from one client that are told of an address with a user. Beyond, all of its registrations wait, whatever the address.',
  }),
  rateLimitAccountImport: setting(wholeNumber(1, 1_000), {
    name: 'RATE_LIMIT_ACCOUNT_IMPORT_PER_HOUR',
    type: 'requests per hour',
    default: '10',
    description:
      'ARC-76 accounts that one user may bring in, or try to, each of which costs 0.3 s of a processor.',
  }),
  rateLimitAccountExport: setting(wholeNumber(1, 1_000), {
    name: 'RATE_LIMIT_ACCOUNT_EXPORT_PER_HOUR',
    type: 'requests per hour',
    default: '5',
    description: 'Times that one user may see the 24 words, each of which sends a mail.',
  }),
  termsVersion: optionalSetting(text.max(100), {
    name: 'TERMS_VERSION',
    type: 'text',
    description:
      'Version of the terms of use in force, such as their date: [who registers has to accept them](authentication.md#terms-of-use). Needs `TERMS_URL`. By default nothing is asked.',
  }),
  termsUrl: optionalSetting(url('http:', 'https:'), {
    name: 'TERMS_URL',
    type: 'URL',
    description: 'Where the terms of use of this version can be read.',
  }),
  defaultTier: optionalSetting(z.enum(tiers), {
    name: 'DEFAULT_TIER',
    type: tiers.map((tier) => `\`${tier}\``).join(', '),
    description:
      'Plan of new organizations: by default `Free` in production, `Pro` elsewhere. `biatec-tokens tier` gives an organization another.',
  }),
  workerConcurrency: setting(wholeNumber(1, 1_000), {
    name: 'WORKER_CONCURRENCY',
    type: 'whole number',
    default: '16',
    description:
      'Deployments worked on at once by one process; 3 while requests wait and the processor is busy.',
  }),
  passwordQueueLimit: setting(wholeNumber(1, 10_000), {
    name: 'PASSWORD_QUEUE_LIMIT',
    type: 'whole number',
    default: '200',
    description:
      'Passwords that may wait to be checked or hashed, while as many are worked on as there are processors, at most 4; whoever asks beyond is told when to come back.',
  }),
  registrationQueueLimit: setting(wholeNumber(1, 10_000), {
    name: 'REGISTRATION_QUEUE_LIMIT',
    type: 'whole number',
    default: '50',
    description: 'Registrations that may wait for their accounts; more are told to come back.',
  }),
} as const;
