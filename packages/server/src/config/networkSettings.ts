import { getNetwork, networkIds, type NetworkId } from '@biatec-tokens/core';
import { Secret } from '../internal/secret.ts';
import { splitList } from './settingTypes.ts';

/** One node of a network. */
export interface NetworkEndpoint {
  /** Without credentials. */
  readonly url: string;
  readonly token: Secret<string> | null;
}

/** How this server reaches one network. */
export interface NetworkConfig {
  readonly id: NetworkId;
  readonly enabled: boolean;
  /** In order of preference; empty: the network cannot be used. */
  readonly endpoints: readonly NetworkEndpoint[];
  /** Key of the account that pays; sealed in the database at start. */
  readonly sponsor: Secret<string> | null;
  /** Genesis hash a node must report, where the table of networks leaves it to configuration. */
  readonly genesisHash: string | null;
}

/** The settings each network has; `<ID>` is its id in capitals with `_` for `-`. */
export const networkSettings = [
  {
    suffix: 'ENDPOINTS',
    type: 'URLs, comma-separated',
    default: "the network's public endpoints",
    description:
      "Nodes in order of preference; a node's token is the password of its URL: `http://:TOKEN@127.0.0.1:4001`.",
    secret: true,
  },
  {
    suffix: 'SPONSOR',
    type: '25 words (Algorand) or `0x` and 64 hex digits (EVM)',
    default: '',
    description:
      'Key of the account that pays fees. Read once and sealed in the database; may be taken away afterwards.',
    secret: true,
  },
  {
    suffix: 'ENABLED',
    type: '`true` or `false`',
    default: '`true`',
    description: 'Whether tokens may be issued there.',
    secret: false,
  },
  {
    suffix: 'GENESIS_HASH',
    type: 'base64 of 32 bytes',
    default: '',
    description:
      'Genesis hash a node must report, for networks whose row leaves it open, such as `aramid-testnet`. Without it the first node that answers is pinned.',
    secret: false,
  },
] as const;

type Suffix = (typeof networkSettings)[number]['suffix'];

/** Name of a network's setting: `NETWORK_ALGORAND_TESTNET_ENDPOINTS`. */
export function networkSettingName(id: NetworkId, suffix: Suffix): string {
  return `NETWORK_${id.toUpperCase().replaceAll('-', '_')}_${suffix}`;
}

/** Reads the settings of every network, and tells of names that mean none. */
export function readNetworks(
  env: Readonly<Record<string, string | undefined>>,
  problem: (name: string, message: string) => void,
): ReadonlyMap<NetworkId, NetworkConfig> {
  const known = new Set<string>();
  const networks = new Map<NetworkId, NetworkConfig>();

  for (const id of networkIds) {
    const nameOf = (suffix: Suffix): string => networkSettingName(id, suffix);
    for (const { suffix } of networkSettings) known.add(nameOf(suffix));
    const valueOf = (suffix: Suffix): string | undefined =>
      env[nameOf(suffix)]?.trim() || undefined;

    const enabled = valueOf('ENABLED') ?? 'true';
    if (enabled !== 'true' && enabled !== 'false') {
      problem(nameOf('ENABLED'), 'should be "true" or "false"');
    }
    const listed = valueOf('ENDPOINTS');
    const urls = listed === undefined ? getNetwork(id).endpoints : splitList(listed);
    const endpoints = urls.flatMap((url, at) => {
      const endpoint = parseEndpoint(url);
      // The text is not shown: it may hold a token.
      if (endpoint === undefined) {
        problem(nameOf('ENDPOINTS'), `entry ${at + 1} is no http or https URL`);
        return [];
      }
      return [endpoint];
    });
    const genesisHash = valueOf('GENESIS_HASH') ?? null;
    if (genesisHash !== null && !isGenesisHash(id, genesisHash)) {
      problem(
        nameOf('GENESIS_HASH'),
        'should be base64 of 32 bytes, of an Algorand network whose hash is not known already',
      );
    }
    const sponsor = valueOf('SPONSOR');
    networks.set(id, {
      id,
      enabled: enabled === 'true',
      endpoints,
      sponsor: sponsor === undefined ? null : new Secret(sponsor),
      genesisHash,
    });
  }

  for (const name of Object.keys(env)) {
    if (/^NETWORK_\w+_(ENDPOINTS|SPONSOR|ENABLED|GENESIS_HASH)$/.test(name) && !known.has(name)) {
      problem(name, 'names no network, should be NETWORK_, an id in capitals with "_" for "-", …');
    }
  }
  return networks;
}

function parseEndpoint(text: string): NetworkEndpoint | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const token = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  return {
    url: url.href.replace(/\/$/, ''),
    token: token === '' ? null : new Secret(token),
  };
}

function isGenesisHash(id: NetworkId, text: string): boolean {
  const network = getNetwork(id);
  const bytes = Buffer.from(text, 'base64');
  return (
    network.family === 'avm' &&
    network.genesisHash === null &&
    bytes.length === 32 &&
    bytes.toString('base64') === text
  );
}
