import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import {
  createClient,
  http,
  publicActions,
  walletActions,
  type Client,
  type HttpTransport,
  type PublicActions,
  type WalletActions,
} from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';

/** A fresh chain with a block per transaction; disposing it ends the process. */
export type Anvil = AsyncDisposable & { readonly client: AnvilClient; readonly url: string };
export type AnvilClient = Client<
  HttpTransport,
  typeof foundry,
  undefined,
  undefined,
  PublicActions<HttpTransport, typeof foundry> & WalletActions<typeof foundry>
>;

// Public test keys: the accounts that anvil funds on every machine.
export const testMnemonic = 'test test test test test test test test test test test junk';

/** Funded accounts of every anvil, named by the part they play in these tests. */
export const accounts = {
  sponsor: mnemonicToAccount(testMnemonic, { addressIndex: 0 }),
  issuer: mnemonicToAccount(testMnemonic, { addressIndex: 1 }),
  receiver: mnemonicToAccount(testMnemonic, { addressIndex: 2 }),
  stranger: mnemonicToAccount(testMnemonic, { addressIndex: 3 }),
} as const;

/** Starts anvil on a free port and waits until it listens. */
export async function startAnvil(options: readonly string[] = []): Promise<Anvil> {
  const child = spawn(anvilPath(), ['--host', '127.0.0.1', '--port', '0', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');

  // The listener stays on: unread output would fill the pipe and block anvil.
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const listening = /^Listening on 127\.0\.0\.1:(\d+)/.exec(line);
      if (listening?.[1] !== undefined) resolve(listening[1]);
    });
    lines.on('close', () => {
      reject(new Error('Cannot start anvil: it ended before it listened'));
    });
  });

  const url = `http://127.0.0.1:${port}`;
  return {
    client: createAnvilClient(url),
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function createAnvilClient(url: string): AnvilClient {
  return createClient({
    chain: foundry,
    transport: http(url, { retryCount: 0 }),
    pollingInterval: 5,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions);
}

// The package's own launcher would stand between us and the process that has to end.
function anvilPath(): string {
  const { platform, arch } = process;
  const packageName = `@foundry-rs/anvil-${platform}-${arch === 'x64' ? 'amd64' : arch}`;
  const launcherRequire = createRequire(
    createRequire(import.meta.url).resolve('@foundry-rs/anvil/package.json'),
  );
  return launcherRequire.resolve(`${packageName}/bin/anvil${platform === 'win32' ? '.exe' : ''}`);
}
