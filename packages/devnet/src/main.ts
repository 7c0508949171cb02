#!/usr/bin/env node
/** Starts both chains and keeps them until it is told to stop. */
import { join } from 'node:path';
import { type AlgorandNode, startAlgorandNode } from './algorand/startAlgorandNode.ts';
import { type CliOptions, help, parseCliOptions } from './cli/options.ts';
import { type EvmNode, startEvmNode } from './evm/startEvmNode.ts';

const usageError = 64;

try {
  const options = parseCliOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(help);
  else await run(options);
} catch (error) {
  const isUsage = error instanceof RangeError || error instanceof TypeError;
  fail((error as Error).message, isUsage ? usageError : 1);
}

async function run(options: CliOptions): Promise<void> {
  const stopping = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  const { blockTimeMs, stateDir, token } = options;
  await using algorand = await startAlgorandNode({
    port: options.algorandPort,
    blockTimeMs,
    ...(stateDir === undefined ? {} : { stateDir: join(stateDir, 'algorand') }),
    ...(token === undefined ? {} : { token }),
  });
  await using evm = await startEvmNode({
    port: options.evmPort,
    blockTimeMs,
    ...(stateDir === undefined ? {} : { stateDir: join(stateDir, 'evm') }),
  });
  process.stdout.write(`${readyLine(algorand, evm)}\n`);
  const death = await Promise.race([stopping, evm.died]);
  if (death !== undefined) fail(death, 1);
}

function readyLine(algorand: AlgorandNode, evm: EvmNode): string {
  return JSON.stringify({
    ready: true,
    algorand: {
      url: algorand.url,
      token: algorand.token,
      funderMnemonic: algorand.funderMnemonic,
    },
    evm: { url: evm.url, chainId: evm.chainId, funderPrivateKey: evm.funderPrivateKey },
  });
}

function fail(message: string, exitCode: number): void {
  process.stderr.write(`biatec-devnet: ${message}\n`);
  process.exitCode = exitCode;
}
