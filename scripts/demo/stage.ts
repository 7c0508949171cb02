import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensure } from '../lib/ensure.ts';
import { startChains, type Chains } from '../lib/startChains.ts';
import { createChecklist } from '../lib/checklist.ts';
import { startServer, type ServerProcess } from '../lib/startServer.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../lib/startWebhookReceiver.ts';
import type { ReadFile } from './readAsset.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { formatMs, type Terminal } from '../lib/terminal.ts';

/** Everything that runs during the demo, each part in a process of its own. */
export interface Stage {
  readonly chains: Chains;
  readonly receiver: WebhookReceiver;
  server: ServerProcess;
  /** Starts the server again on the same port and the same data. */
  restartServer(): Promise<void>;
  readonly mailbox: Mailbox;
  /** Fetches a file from IPFS: from your Kubo where one was given, else from the server's own store. */
  readonly readFile: ReadFile;
}

/** Long enough to watch a block come, short enough to stay awake. */
const blockTimeS = 1;

/** Starts the chains, the receiver and the server, and says what runs where. They end with `rest`. */
export async function setStage(
  terminal: Terminal,
  { rest, onDeath }: { rest: AsyncDisposableStack; onDeath: (sentence: string) => void },
): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'biatec-tokens-demo-'));
  rest.defer(() => rmSync(folder, { recursive: true, force: true }));
  const startedAt = performance.now();
  const names = [
    'algorand-localnet',
    'evm-localnet',
    'webhook receiver',
    'server',
    'IPFS',
  ] as const;
  const checklist = createChecklist(terminal, names);
  rest.defer(() => checklist.end());

  const mailbox = createMailbox();
  const [chains, receiver] = await Promise.all([
    startChains({ blockTimeS, onDeath }).then((started) => rest.use(started)),
    startWebhookReceiver({ ...mailbox, onDeath }).then((started) => rest.use(started)),
  ]);
  checklist.done('algorand-localnet', new URL(chains.algorand.url).origin, chains.algorand.origin);
  checklist.done('evm-localnet', new URL(chains.evm.url).origin, chains.evm.origin);
  checklist.done('webhook receiver', receiver.url.replace(/\/$/, ''), `process ${receiver.pid}`);

  const start = (port = 0): Promise<ServerProcess> =>
    startServer({ chains, databaseFile: join(folder, 'demo.db'), port, onDeath });
  const stage: Stage = {
    chains,
    receiver,
    server: await start(),
    async restartServer() {
      stage.server = await start(Number(new URL(stage.server.url).port));
    },
    mailbox,
    readFile: (cid) => fetchFile(cid, stage.server.url),
  };
  rest.defer(() => stage.server[Symbol.asyncDispose]());
  checklist.done('server', stage.server.url, `process ${stage.server.pid}, new SQLite file`);
  const kubo = process.env['IPFS_RPC_URL'];
  if (kubo === undefined)
    checklist.done('IPFS', `${stage.server.url}/ipfs`, "the server's own store");
  else checklist.done('IPFS', new URL(kubo).origin, 'your Kubo, from IPFS_RPC_URL, and the server');
  checklist.end();
  terminal.line(`\n  All up after ${formatMs(performance.now() - startedAt)}.`);
  return stage;
}

async function fetchFile(cid: string, serverUrl: string): Promise<Uint8Array> {
  const kubo = process.env['IPFS_RPC_URL'];
  const response =
    kubo === undefined
      ? await fetch(`${serverUrl}/ipfs/${cid}`)
      : await fetch(new URL(`/api/v0/cat?arg=${cid}`, kubo), { method: 'POST' });
  ensure(response.ok, `No file at ${response.url}: HTTP status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
