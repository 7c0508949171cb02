import { join, dirname } from 'node:path';
import { AppError, getNetwork, networkIds, type NetworkId } from '@biatec-tokens/core';
import { createNetworkAccess, type NetworkSetting } from './chains/createNetworkAccess.ts';
import { readDevelopmentSecret } from './config/developmentSecret.ts';
import { networkSettingName } from './config/networkSettings.ts';
import type { Config } from './config/readConfig.ts';
import type { Deps } from './deps.ts';
import { createEngine, type Engine } from './deploy/createEngine.ts';
import { addressContent } from './ipfs/addressContent.ts';
import { createPinners } from './ipfs/createPinners.ts';
import { createPins } from './ipfs/createPins.ts';
import { parseCid } from './ipfs/parseCid.ts';
import { createKeyProviders } from './keys/createKeyProvider.ts';
import { createMetrics, type PrometheusMetrics } from './observability/createMetrics.ts';
import { measureEndpoints } from './observability/measureEndpoints.ts';
import { measureNetworks } from './observability/measureNetworks.ts';
import { createMailbox, type Mailbox } from './mail/createMailbox.ts';
import { createMailWorker } from './mail/createMailWorker.ts';
import { createSmtpMailer } from './mail/createSmtpMailer.ts';
import { requestsPerThread } from './internal/createThreads.ts';
import type { WorkLoop } from './jobs/createWorkLoop.ts';
import type { Clock } from './ports/clock.ts';
import type { Pins } from './ports/ipfs.ts';
import type { KeyProvider } from './ports/keyProvider.ts';
import type { Log } from './ports/log.ts';
import type { Mailer } from './ports/mailer.ts';
import type { Probe } from './ports/probe.ts';
import { createChangeNotifier } from './runtime/createChangeNotifier.ts';
import { createIds } from './runtime/createIds.ts';
import { createLoopMeter } from './runtime/createLoopMeter.ts';
import { createRequestGauge } from './runtime/createRequestGauge.ts';
import { createAccessTokens } from './services/auth/accessTokens.ts';
import { createPasswordHasher, hashesAtOnce } from './services/auth/passwordHasher.ts';
import { createPasswordThreads } from './services/auth/createPasswordThreads.ts';
import { createLimiter } from './services/limits/createLimiter.ts';
import { createPlannedIds } from './services/plannedIds.ts';
import { rememberPrincipals } from './services/rememberPrincipals.ts';
import { createRewrapWorker } from './services/rewrap/createRewrapWorker.ts';
import { createStatusReader } from './services/statusReader.ts';
import { createAccountMaker } from './signer/createAccountMaker.ts';
import { createDerivationThreads, derivationsAtOnce } from './signer/createDerivationThreads.ts';
import { createRewrapper } from './signer/createRewrapper.ts';
import { createPhrases } from './signer/createPhrases.ts';
import { createSigner } from './signer/createSigner.ts';
import { createVault } from './signer/createVault.ts';
import { makeSponsorAccount } from './signer/makeSponsorAccount.ts';
import { createSqliteStore } from './store/sqlite/createSqliteStore.ts';
import { createDeliveryWorker, type DeliveryWorker } from './webhooks/createDeliveryWorker.ts';
import { createWebhookPolicy } from './webhooks/createWebhookPolicy.ts';
import { createWebhookSender } from './webhooks/createWebhookSender.ts';

/** What one process is built of, before it listens or works. */
export interface Parts {
  readonly deps: Deps;
  readonly keyProvider: KeyProvider;
  readonly pins: Pins;
  readonly metrics: PrometheusMetrics;
  readonly engine: Engine;
  readonly deliveries: DeliveryWorker;
  /** Sends mails; null: nobody does, and they wait in the outbox. */
  readonly mails: WorkLoop | null;
  /** Goes on with wrapping secrets anew, where that was begun. */
  readonly rewraps: WorkLoop;
  readonly mailer: Mailer | null;
  /** Where mails go in development without a mail server. */
  readonly mailbox: Mailbox | null;
  /** After the workers have stopped and nobody asks any more. */
  close(): Promise<void>;
}

export interface PartsOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Whether this process works on deployments and deliveries. */
  readonly workers: boolean;
  readonly probe: Probe;
  /** Where this process can be reached, once it listens. @default the settings' address */
  readonly ownUrl?: () => string;
}

/** Share of its time from which the event loop counts as busy. */
const busyLoopShare = 0.7;

/** Builds every part from the settings; the database must be migrated. */
export async function createParts(config: Config, options: PartsOptions): Promise<Parts> {
  const { log, clock } = options;
  const ids = createIds({ clock });
  const keyProvider = await createKeyProviders(config, { clock });
  const jwtSecret =
    config.jwtSecret ??
    (await readDevelopmentSecret(join(dirname(config.databaseFile), 'jwt.secret')));
  const vault = createVault({ keyProvider });
  const derivations = createDerivationThreads({ threads: derivationsAtOnce });
  const passwords = createPasswordThreads({ threads: hashesAtOnce });
  const store = rememberPrincipals(
    await createSqliteStore({ file: config.databaseFile, ids, log }),
    clock,
  );
  const metrics = createMetrics(store);
  const endpointMetrics = measureEndpoints(metrics.registry);
  const access = createNetworkAccess({
    settings: toNetworkSettings(config),
    store,
    signer: createSigner({ vault, store }),
    clock,
    log,
    observer: endpointMetrics,
  });
  endpointMetrics.show(access);
  const networks = measureNetworks(access, metrics);
  const pins = createPins({
    pinners: createPinners(config.ipfs, { store, clock, ids, addressContent }),
    store,
    clock,
    log,
    addressContent,
    parseCid,
    timeoutMs: config.ipfs.timeoutMs,
  });
  await pinGenesisHashes(config, { store, clock });
  await storeSponsors(config, { store, vault, ids, clock });

  const changes = createChangeNotifier();
  const policy = createWebhookPolicy({ allowLoopbackHttp: config.environment !== 'production' });
  const sender = createWebhookSender({ clock, policy });
  const deliveries = createDeliveryWorker({
    clock,
    ids,
    log,
    random: Math.random,
    sender,
    store,
    vault,
  });
  const { smtp, publicUrl } = config.mail;
  const mailbox = smtp === null && config.environment !== 'production' ? createMailbox() : null;
  const mailer = smtp === null ? mailbox : createSmtpMailer(smtp);
  const { ownUrl = () => `http://${config.host}:${config.port}` } = options;
  const mails =
    mailer === null
      ? null
      : createMailWorker({
          clock,
          ids,
          log,
          mailer,
          random: Math.random,
          store,
          vault,
          publicUrl: () => publicUrl ?? ownUrl(),
          domain: smtp?.from.address.split('@').at(-1) ?? 'localhost',
        });
  if (mailer === null) log.warn({}, 'no mail is sent: SMTP_URL is not set');
  const rewrapper = createRewrapper({ keyProvider });
  const rewraps = createRewrapWorker({ clock, log, store, rewrapper });
  const requests = createRequestGauge({ clock });
  const readLoopShare = createLoopMeter();
  const engine = createEngine(
    {
      // Work that waits for slow nodes costs no processor time, and so takes nothing from anybody.
      isAnswering: () => readLoopShare() > busyLoopShare && requests.isAnswering(),
      clock,
      ids,
      log,
      networks,
      pins,
      probe: options.probe,
      random: Math.random,
      store,
      onAdvanced({ id }) {
        changes.changed(id);
        deliveries.wake();
        mails?.wake();
      },
    },
    { concurrency: config.workerConcurrency },
  );
  const idle = { deployments: () => {}, deliveries: () => {}, mails: () => {} };

  return {
    deps: {
      clock,
      ids,
      log,
      store,
      vault,
      networks,
      metrics,
      requests,
      changes,
      statuses: createStatusReader(store),
      plannedIds: createPlannedIds({ ids, clock }),
      accessTokens: createAccessTokens({
        secret: Buffer.from(jwtSecret.reveal()),
        previousSecret:
          config.jwtSecretPrevious === undefined
            ? undefined
            : Buffer.from(config.jwtSecretPrevious.reveal()),
        issuer: 'biatec-tokens',
        audience: 'biatec-tokens',
        clock,
      }),
      phrases: createPhrases({ store, vault }),
      accountMaker: createAccountMaker({
        vault,
        ids,
        pbkdf2: derivations.pbkdf2,
        concurrency: derivationsAtOnce,
        queueLimit: config.registrationQueueLimit,
      }),
      passwordHasher: createPasswordHasher({
        hashing: config.passwordHashing,
        argon2: passwords,
        derive: passwords.derive,
        concurrency: hashesAtOnce * requestsPerThread,
        queueLimit: config.passwordQueueLimit,
      }),
      webhookPolicy: policy,
      addressContent,
      parseCid,
      terms: config.terms,
      defaultTier: config.defaultTier,
      emailVerificationRequired: config.emailVerificationRequired,
      mediaLimits: {
        bytesMax: config.mediaBytesMax,
        organizationBytesMax: config.mediaOrganizationBytesMax,
      },
      limiter: createLimiter({ limits: config.rateLimits, store, clock, log }),
      probe: options.probe,
      wake: options.workers
        ? {
            deployments: () => engine.wake(),
            deliveries: () => deliveries.wake(),
            mails: () => mails?.wake(),
          }
        : idle,
    },
    keyProvider,
    pins,
    metrics,
    engine,
    deliveries,
    mails,
    rewraps,
    mailer,
    mailbox,
    async close() {
      await mailer?.close();
      await sender.close();
      await access.close();
      await Promise.all([derivations.close(), passwords.close()]);
      await store.close();
    },
  };
}

function toNetworkSettings(config: Config): Record<NetworkId, NetworkSetting> {
  const entries = [...config.networks.values()].map(({ id, enabled, endpoints }) => [
    id,
    {
      enabled,
      endpoints: endpoints.map(({ url, token }) => ({ url, token: token?.reveal() ?? null })),
    },
  ]);
  return Object.fromEntries(entries) as Record<NetworkId, NetworkSetting>;
}

/** Pins the networks whose genesis hash only the operator knows, before any of their nodes is asked. */
async function pinGenesisHashes(
  config: Config,
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
): Promise<void> {
  for (const { id, genesisHash } of config.networks.values()) {
    if (genesisHash === null) continue;
    const pinned = await store.pinNetwork(id, genesisHash, clock.now());
    if (pinned !== genesisHash) {
      const name = networkSettingName(id, 'GENESIS_HASH');
      throw new AppError({
        code: 'CONFIGURATION_ERROR',
        message: `Cannot use ${name}: this database knows "${id}" by another genesis hash`,
        guidance: `Correct ${name}, or start afresh with a new database.`,
      });
    }
  }
}

/** Seals the sponsors' keys that came with the environment, so that they may be taken out of it. */
async function storeSponsors(
  config: Config,
  deps: Pick<Deps, 'store' | 'vault' | 'ids' | 'clock'>,
): Promise<void> {
  for (const networkId of networkIds) {
    const secretText = config.networks.get(networkId)?.sponsor?.reveal();
    if (secretText === undefined) continue;
    const { family } = getNetwork(networkId);
    const account = await makeSponsorAccount(deps, { networkId, family, secretText });
    const known = await deps.store.findSponsor(networkId);
    if (known?.address !== account.address) await deps.store.putSponsor(networkId, account);
  }
}
