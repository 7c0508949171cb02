/**
 * Keeps everything running to work with: both chains, the server, a receiver of webhooks. `pnpm dev`, ended with Ctrl-C.
 *
 * What they keep is in ./data, so the next run goes on where this one ended; delete the folder to start afresh.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WebhookEvent } from '@biatec-tokens/sdk';
import { mnemonicToSecretKey } from 'algosdk';
import { privateKeyToAccount } from 'viem/accounts';
import { createChecklist } from './lib/checklist.ts';
import { findOrMakeDeveloper } from './lib/developer.ts';
import { findPort } from './lib/findPort.ts';
import { runToEnd } from './lib/runToEnd.ts';
import { startChains } from './lib/startChains.ts';
import type { Line } from './lib/startProcess.ts';
import { startServer } from './lib/startServer.ts';
import { startWebhookReceiver } from './lib/startWebhookReceiver.ts';
import { createTerminal, shorten } from './lib/terminal.ts';

/** Used where they are free, so that addresses stay the same from run to run. */
const ports = { server: 8080, receiver: 8090, algorand: 4001, evm: 8545 };
/** Columns of an event before its place on chain. */
const eventWidth = 40;
/** Level of a warning in the server's log. */
const warning = 40;

const folder = join(import.meta.dirname, '../data');
const terminal = createTerminal(process.stdout);
const { line, style } = terminal;

await runToEnd(
  terminal,
  async (rest, onDeath) => {
    mkdirSync(folder, { recursive: true });
    line(
      `\n${style('bold', 'BiatecTokens')}, to develop with. Ctrl-C ends it; what it keeps is in ./data\n`,
    );
    const names = ['algorand-localnet', 'evm-localnet', 'webhook receiver', 'server'] as const;
    const checklist = createChecklist(terminal, names);
    rest.defer(() => checklist.end());

    const chains = rest.use(
      await startChains({
        algorandPort: await findPort(ports.algorand),
        evmPort: await findPort(ports.evm),
        stateDir: join(folder, 'devnet'),
        onDeath,
      }),
    );
    checklist.done('algorand-localnet', chains.algorand.url, chains.algorand.origin);
    checklist.done('evm-localnet', chains.evm.url, chains.evm.origin);
    const receiver = rest.use(
      await startWebhookReceiver({
        port: await findPort(ports.receiver),
        onEvent: (event) => line(describeEvent(event)),
        onRefused: (problem) => line(`  ${style('red', 'webhook refused')}  ${problem}`),
        onDeath,
      }),
    );
    checklist.done('webhook receiver', receiver.url, 'prints below what arrives');
    const server = rest.use(
      await startServer({
        chains,
        databaseFile: join(folder, 'biatec-tokens.db'),
        port: await findPort(ports.server),
        inheritSettings: true,
        onLine: (logged) => showTrouble(logged),
        onDeath,
      }),
    );
    checklist.done('server', server.url, 'pays all fees, on both networks');
    checklist.end();

    const developer = await findOrMakeDeveloper({
      baseUrl: server.url,
      receiverUrl: receiver.url,
      file: join(folder, 'developer.json'),
    });
    await receiver.trust(developer.secret);
    line(`\n  Try it      ${style('bold', `${server.url}/swagger`)}`);
    line(`  Mailbox     ${server.url}/mailbox`);
    line(`  Sign in as  ${developer.email}  ${developer.password}`);
    line(`  algod token ${chains.algorand.token}`);
    line('\n  Sponsors, who pay for everything:');
    line(`  Algorand    ${mnemonicToSecretKey(chains.algorand.funder).addr.toString()}`);
    line(`  EVM         ${privateKeyToAccount(chains.evm.funder as `0x${string}`).address}`);
    line('\n  Webhooks of this user arrive here, each signature verified:\n');
    await new Promise(() => undefined);
  },
  { interruptedExitCode: 0 },
);

function describeEvent(event: WebhookEvent): string {
  const time = style('dim', new Date(event.timestamp).toLocaleTimeString('en-GB'));
  if (event.type === 'webhook.test' || event.type === 'security.account_locked')
    return `  ${time}  ${event.type}`;
  const { tokenType, deploymentId, assetId, contractAddress, sequence } = event.data;
  const place = assetId ?? contractAddress ?? deploymentId;
  const what = `${sequence} ${event.type.replace('deployment.', '').padEnd(10)}`;
  const room = terminal.width - eventWidth;
  return `  ${time}  ${what}${tokenType.padEnd(16)}${style('dim', shorten(place, room))}`;
}

/** Only what somebody should look at; the rest of the log would drown the webhooks. */
function showTrouble(logged: Line): void {
  if (Number(logged['level']) < warning) return;
  line(
    `  ${style('yellow', 'server')}  ${String(logged['msg'])}  ${style('dim', JSON.stringify(logged))}`,
  );
}
