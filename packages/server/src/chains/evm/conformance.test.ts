import type { PlannedTransaction } from '@biatec-tokens/core';
import { parseTransaction, type Hex } from 'viem';
import { describeChainAdapter } from '../conformance.ts';
import { evmTokenTypes } from './contracts.ts';
import { erc20Checks } from './testing/erc20Checks.ts';
import { startEvmChain, tokenParameters, type EvmChain } from './testing/startEvmChain.ts';

const tenthOfEther = 10n ** 17n;
let chain: EvmChain;

describeChainAdapter('evm', {
  tokenTypes: evmTokenTypes,
  checks: erc20Checks(() => chain),
  async createFixture() {
    chain = await startEvmChain();
    return {
      using: chain.using,
      node: await nodeName(),
      adapter: chain.adapter(),
      plentyBaseUnits: tenthOfEther,
      adapterAt: (url, { timeoutMs }) => chain.adapter({ endpoints: [{ url }], timeoutMs }),
      strangerAdapter: () => chain.adapter({ networkId: 'base', chainId: 8453 }),
      account: (balance) => chain.account(balance),
      parametersOf: async (tokenType, { address }, changes) =>
        tokenParameters(tokenType, address, changes),
      fieldsOfPlanned,
      fieldsOnChain: async ({ transactionId }) => [
        fieldsOf(await chain.request('eth_getTransactionByHash', transactionId)),
      ],
      fieldNames: {
        nonce: 'nonce',
        maxFeePerGas: 'maxFeePerGas',
        maxPriorityFeePerGas: 'maxPriorityFeePerGas',
      },
      [Symbol.asyncDispose]: () => chain[Symbol.asyncDispose](),
    };
  },
});

/** "anvil/v1.7.1" is filed as "anvil 1.7.1". */
async function nodeName(): Promise<string> {
  const version = await chain.request<string>('web3_clientVersion');
  return version.replace(/^(\w+)\/v?(\d+(?:\.\d+)*).*$/, '$1 $2').toLowerCase();
}

function fieldsOfPlanned({ unsigned, sender }: PlannedTransaction): Record<string, unknown> {
  const { data, nonce, value, ...rest } = parseTransaction(unsigned as Hex);
  return fieldsOf({ from: sender, input: data, nonce: nonce ?? 0, value: value ?? 0n, ...rest });
}

/** Both as numbers, whoever wrote them down. */
function fieldsOf(transaction: Record<string, unknown>): Record<string, unknown> {
  const { from, to, input } = transaction;
  const numbers = ['chainId', 'nonce', 'value', 'gas', 'maxFeePerGas', 'maxPriorityFeePerGas'];
  return {
    from: String(from).toLowerCase(),
    to: String(to).toLowerCase(),
    input,
    ...Object.fromEntries(numbers.map((name) => [name, BigInt(transaction[name] as string)])),
  };
}
