import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startEvmNode } from './startEvmNode.ts';

async function ask(url: string, method: string, ...params: readonly unknown[]): Promise<any> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body });
  const { result, error } = (await response.json()) as {
    result?: unknown;
    error?: { message: string };
  };
  if (error) throw new Error(error.message);
  return result;
}

const funder = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const receiver = '0x000000000000000000000000000000000000dEaD';

/** Answers when the transaction is in a block. */
const pay = (url: string): Promise<unknown> =>
  ask(url, 'eth_sendTransactionSync', { from: funder, to: receiver, value: '0x5' });

test('is a chain of its own with a rich account', async () => {
  await using node = await startEvmNode();

  expect(await ask(node.url, 'eth_chainId')).toBe('0x7a69');
  expect(node.chainId).toBe(0x7a69);
  expect(BigInt(await ask(node.url, 'eth_getBalance', funder, 'latest'))).toBeGreaterThan(
    10n ** 20n,
  );
});

test('makes a block for every transaction', async () => {
  await using node = await startEvmNode();

  await pay(node.url);

  expect(await ask(node.url, 'eth_blockNumber')).toBe('0x1');
});

test('with a block time, a transaction waits for its block', async () => {
  await using node = await startEvmNode({ blockTimeMs: 3_600_000 });

  const hash = await ask(node.url, 'eth_sendTransaction', {
    from: funder,
    to: receiver,
    value: '0x5',
  });

  expect(await ask(node.url, 'eth_getTransactionReceipt', hash)).toBe(null);
  await ask(node.url, 'evm_mine');
  expect(await ask(node.url, 'eth_getTransactionReceipt', hash)).toMatchObject({ status: '0x1' });
});

test('is the same chain after a restart when it has a directory', async () => {
  const stateDir = mkdtempSync(join(tmpdir(), 'devnet-'));
  onTestFinished(() => rmSync(stateDir, { recursive: true, force: true }));
  const first = await startEvmNode({ stateDir });
  await pay(first.url);
  await first.close();

  await using node = await startEvmNode({ stateDir });

  expect(await ask(node.url, 'eth_getBalance', receiver, 'latest')).toBe('0x5');
  expect(await ask(node.url, 'eth_blockNumber')).toBe('0x1');
});

test('says why it does not start', async () => {
  await using node = await startEvmNode();
  const port = Number(new URL(node.url).port);

  await expect(startEvmNode({ port })).rejects.toThrow(/^Cannot start anvil: .*/);
});

test('is gone after close, and closing again does nothing', async () => {
  const node = await startEvmNode();

  await node.close();
  await node.close();

  await expect(ask(node.url, 'eth_chainId')).rejects.toThrow('fetch failed');
});
