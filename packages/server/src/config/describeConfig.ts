import type { Config } from './readConfig.ts';

/** The settings as they may be logged: no secret, and of an endpoint only its origin, as paths hold tokens too. */
export function describeConfig(config: Config): Record<string, unknown> {
  const { environment, host, port, databaseFile, logLevel, corsOrigins, trustedProxies } = config;
  const usable = [...config.networks.values()].filter(
    ({ enabled, endpoints }) => enabled && endpoints.length > 0,
  );
  return {
    environment,
    host,
    port,
    databaseFile,
    logLevel,
    corsOrigins,
    trustedProxies,
    keyProvider: config.keys.kind,
    previousKeyProviders: config.previousKeys.map(({ kind }) => kind),
    ipfs: describeIpfs(config),
    mail: config.mail.smtp === null ? null : `smtp at ${config.mail.smtp.host}`,
    networks: Object.fromEntries(
      usable.map(({ id, endpoints }) => [id, endpoints.map(({ url }) => new URL(url).origin)]),
    ),
  };
}

function describeIpfs({ ipfs }: Config): readonly string[] {
  const { kubo, services } = ipfs;
  const urls = [...(kubo === null ? [] : [kubo]), ...services].map(
    ({ url }) => new URL(url).origin,
  );
  return ['embedded', ...urls];
}
