import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChains, type Chains } from '../lib/startChains.ts';
import type { RunningProcess } from '../lib/startProcess.ts';
import { startServer, type ServerProcess } from '../lib/startServer.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../lib/startWebhookReceiver.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { formatMs, type Terminal } from './terminal.ts';

/** Everything that runs during the demo, each part in a process of its own. */
export interface Stage extends AsyncDisposable {
  readonly chains: Chains;
  readonly receiver: WebhookReceiver;
  server: ServerProcess;
  /** Starts the server again on the same port and the same data. */
  restartServer(): Promise<void>;
  readonly mailbox: Mailbox;
}

/** Long enough to watch a block come, short enough to stay awake. */
const blockTimeS = 1;

/** Starts the chains, the receiver and the server, and says what runs where. */
export async function setStage(
  terminal: Terminal,
  { onDeath }: { onDeath: (sentence: string) => void },
): Promise<Stage> {
  await using rest = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-demo-'));
  rest.defer(() => rmSync(folder, { recursive: true, force: true }));
  const startedAt = performance.now();
  const show = (name: string, url: string, remark: string): void =>
    terminal.line(`  ${name.padEnd(18)}${url.padEnd(26)}${terminal.style('dim', remark)}`);

  const mailbox = createMailbox();
  const [chains, receiver] = await Promise.all([
    startChains({ blockTimeS, onDeath }).then((started) => rest.use(started)),
    startWebhookReceiver({ ...mailbox, onDeath }).then((started) => rest.use(started)),
  ]);
  show('algorand-localnet', new URL(chains.algorand.url).origin, chains.algorand.origin);
  show('evm-localnet', new URL(chains.evm.url).origin, chains.evm.origin);
  show('webhook receiver', receiver.url.replace(/\/$/, ''), describe(receiver));

  const start = (port = 0): Promise<ServerProcess> =>
    startServer({ chains, databaseFile: join(folder, 'demo.db'), port, onDeath });
  const stage = {
    chains,
    receiver,
    server: await start(),
    async restartServer() {
      stage.server = await start(Number(new URL(stage.server.url).port));
    },
    mailbox,
  };
  rest.defer(() => stage.server[Symbol.asyncDispose]());
  show('server', stage.server.url, `${describe(stage.server)}, SQLite in a new folder`);
  terminal.line(`\n  All up after ${formatMs(performance.now() - startedAt)}.`);

  const held = rest.move();
  return Object.assign(stage, { [Symbol.asyncDispose]: () => held.disposeAsync() });
}

function describe({ pid }: RunningProcess): string {
  return `process ${pid}`;
}
