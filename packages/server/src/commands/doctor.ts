import {
  AppError,
  formatAmount,
  getNetwork,
  networkIds,
  type NetworkId,
} from '@biatec-tokens/core';
import { createParts, type Parts } from '../createParts.ts';
import { networkSettingName } from '../config/networkSettings.ts';
import { assertNever } from '../internal/assertNever.ts';
import { createKeyProvider, type KeyProviderSettings } from '../keys/createKeyProvider.ts';
import { howToFix } from '../keys/howToFix.ts';
import { proveKeyProvider } from '../keys/proveKeyProvider.ts';
import type { PinnerCheck } from '../ports/ipfs.ts';
import type { Log } from '../ports/log.ts';
import type { EndpointStatus } from '../ports/networkAccess.ts';
import { systemClock } from '../runtime/systemClock.ts';
import type { Config } from '../config/readConfig.ts';
import { exitCodes, readConfigOrComplain, type Command } from './command.ts';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** One thing looked at, and what to do about it when it is not well. */
interface Finding {
  readonly part: string;
  readonly ok: boolean;
  readonly message: string;
  readonly fix?: string;
}

/** Looks at everything the server leans on and says what to fix. */
export const doctor: Command = {
  summary: 'Look at settings, keys, database, nodes and sponsors, and say what to fix',
  async run({ env }) {
    const config = readConfigOrComplain(env);
    if (config === undefined) return exitCodes.configuration;
    let healthy = true;
    for await (const finding of examine(config)) {
      healthy &&= finding.ok;
      process.stdout.write(show(finding));
    }
    process.stdout.write(healthy ? 'All is well\n' : 'Some things need a hand\n');
    return healthy ? exitCodes.ok : exitCodes.failed;
  },
};

async function* examine(config: Config): AsyncGenerator<Finding> {
  yield { part: 'settings', ok: true, message: config.environment };
  const keys = await Promise.all([config.keys, ...config.previousKeys].map(examineKeyProvider));
  yield* keys;
  if (keys.some(({ ok }) => !ok)) return;

  let parts: Parts | undefined;
  try {
    yield await look('database', async () => {
      parts = await createParts(config, {
        log: silent,
        clock: systemClock,
        workers: false,
        probe: () => {},
      });
      await parts.deps.store.check();
      return `${config.databaseFile} is migrated and can be written`;
    });
    if (parts === undefined) return;
    const { deps, pins } = parts;
    yield* (await pins.check()).map(describePinner);
    yield await examineMail(parts);
    const usable = networkIds.filter((id) => deps.networks.find(id) !== undefined);
    if (usable.length === 0) {
      yield {
        part: 'networks',
        ok: false,
        message: 'none can be used',
        fix: 'Set NETWORK_<ID>_ENDPOINTS of the networks you issue on.',
      };
    }
    const findings = await Promise.all(usable.map((id) => examineNetwork(deps, id)));
    yield* findings.flat();
  } finally {
    await parts?.close();
  }
}

/** Proves a provider, before the first user leans on it. */
async function examineKeyProvider(settings: KeyProviderSettings): Promise<Finding> {
  const part = `key provider ${settings.kind}`;
  try {
    const provider = await createKeyProvider(settings, { clock: systemClock });
    const { keyId, keyVersion, wrapMs, unwrapMs } = await proveKeyProvider(provider);
    const version = keyVersion === '' ? '' : ` version ${keyVersion} of`;
    return {
      part,
      ok: true,
      message: `wraps with${version} "${keyId}" in ${wrapMs} ms, unwraps in ${unwrapMs} ms, and refuses another owner`,
    };
  } catch (error) {
    const { message, fix } = await look(part, () => Promise.reject(error));
    return { part, ok: false, message, fix: howToFix(settings.kind, error) ?? fix ?? '' };
  }
}

async function examineMail({ mailer, mailbox }: Parts): Promise<Finding> {
  const part = 'mail';
  if (mailbox !== null)
    return { part, ok: true, message: 'is not sent, but shown at /mailbox: SMTP_URL is not set' };
  if (mailer === null) {
    return {
      part,
      ok: false,
      message: 'is not sent: SMTP_URL is not set, so nobody can reset a password',
      fix: 'Set SMTP_URL, MAIL_FROM and PUBLIC_URL.',
    };
  }
  const problem = await mailer.check();
  if (problem === null) return { part, ok: true, message: `${mailer.name} takes mails from us` };
  return { part, ok: false, message: `${mailer.name}: ${problem}`, fix: 'Correct SMTP_URL.' };
}

async function examineNetwork(
  { networks, store }: Parts['deps'],
  networkId: NetworkId,
): Promise<Finding[]> {
  const adapter = networks.find(networkId);
  if (adapter === undefined) return [];
  const { endpoints } = await networks.status(networkId);
  const nodes = endpoints.map((endpoint) => examineEndpoint(networkId, endpoint));
  const sponsor = await store.findSponsor(networkId);
  if (sponsor === undefined || nodes.every(({ ok }) => !ok)) return nodes;

  const paying = await look(`${networkId} sponsor`, async () => {
    const balance = await adapter.balance(sponsor.address);
    const { symbol, decimals } = getNetwork(networkId).native;
    const held = `${sponsor.address} holds ${formatAmount(balance, decimals)} ${symbol}`;
    if (balance > 0n) return held;
    throw new AppError({
      code: 'INSUFFICIENT_FUNDS',
      message: held,
      guidance: `Send ${symbol} to ${sponsor.address}.`,
    });
  });
  return [...nodes, paying];
}

function examineEndpoint(networkId: NetworkId, endpoint: EndpointStatus): Finding {
  const { host, state, height, behindBy, latencyMs, lastError } = endpoint;
  const part = `${networkId} ${host}`;
  const setting = networkSettingName(networkId, 'ENDPOINTS');
  switch (state) {
    case 'healthy':
      return {
        part,
        ok: true,
        message: `is of the right chain, at block ${height}, and answers in ${latencyMs} ms`,
      };
    case 'degraded':
      if (lastError?.kind === 'rate-limited') {
        const fix = `Use a key with a higher limit, or put another endpoint before it in ${setting}.`;
        return { part, ok: false, message: lastError.message, fix };
      }
      return {
        part,
        ok: false,
        message: endpoint.disagrees
          ? `has another block than the other endpoints, so one of them follows a wrong chain`
          : `is behind: at block ${height}, ${behindBy} behind the best endpoint, or catching up`,
        fix: `Let it catch up, or take it out of ${setting}.`,
      };
    case 'wrong-network':
      return {
        part,
        ok: false,
        message: lastError?.message ?? 'is of another chain',
        fix:
          getNetwork(networkId).kind === 'local'
            ? 'Give this server a new database, or start the chain with the state it had.'
            : `Correct ${setting}.`,
      };
    case 'down':
    case 'unknown':
      return {
        part,
        ok: false,
        message: lastError?.message ?? 'does not answer',
        fix: `Check the node and the way to it, or take it out of ${setting}.`,
      };
    default:
      return assertNever(state);
  }
}

function describePinner({ pinner, problem }: PinnerCheck): Finding {
  const part = `ipfs, ${pinner}`;
  if (problem === null) return { part, ok: true, message: 'answers' };
  const fix = 'Correct IPFS_RPC_URL or IPFS_PINNING_URL; until then ARC-3 tokens cannot be issued.';
  return { part, ok: false, message: problem, fix };
}

async function look(part: string, examineIt: () => Promise<string>): Promise<Finding> {
  try {
    return { part, ok: true, message: await examineIt() };
  } catch (error) {
    if (!(error instanceof AppError)) return { part, ok: false, message: String(error) };
    return { part, ok: false, message: error.message, fix: error.guidance };
  }
}

function show({ part, ok, message, fix }: Finding): string {
  const line = `${ok ? 'ok  ' : 'FAIL'}  ${part}: ${message}\n`;
  return fix === undefined ? line : `${line}      ${fix}\n`;
}
