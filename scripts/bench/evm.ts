/** ERC-20 issuances end to end, against a loop of viem alone that makes the same CREATE2 deployments on the same anvil. */
import { randomBytes } from 'node:crypto';
import { deterministicDeploymentProxy, mintableToken } from '@biatec-tokens/contracts';
import { createPublicClient, encodeDeployData, http, parseEther, parseGwei, type Hex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import type { Bench } from './bench.ts';
import { measureEndToEnd, type RawLoop } from './endToEnd.ts';
import { runInFlight } from './inFlight.ts';

export const evm: Bench = async (stage, { deployments }) =>
  measureEndToEnd(stage, {
    family: 'evm',
    title: 'EVM erc20-mintable',
    count: deployments,
    raw: { name: 'viem loop', loop: await createRawLoop(stage.chains.evm.url) },
  });

/** Account 1 of anvil's public test phrase: the sponsor of the server is account 0, and they must not share nonces. */
const testPhrase = 'test test test test test test test test test test test junk';

/**
 * Per token: encode, sign with viem under a nonce we count ourselves, send, ask for the receipt until it is there.
 *
 * Nothing is read beforehand: chain id, gas limit and fees are fixed. No token is read back.
 */
async function createRawLoop(url: string): Promise<RawLoop> {
  const client = createPublicClient({ transport: http(url) });
  const account = mnemonicToAccount(testPhrase, { addressIndex: 1 });
  const chainId = await client.getChainId();
  let nonce = await client.getTransactionCount({ address: account.address });

  function callOfProxy(): Hex {
    const salt = randomBytes(32).toString('hex');
    const amount = parseEther('1000');
    const initcode = encodeDeployData({
      abi: mintableToken.abi,
      bytecode: mintableToken.bytecode,
      args: ['Bench 1', 'BENCH', 18, amount, amount * 1_000n, account.address, account.address],
    });
    return `0x${salt}${initcode.slice(2)}`;
  }
  const common = {
    type: 'eip1559',
    chainId,
    to: deterministicDeploymentProxy.address,
    maxFeePerGas: parseGwei('10'),
    maxPriorityFeePerGas: parseGwei('1'),
  } as const;
  const estimate = await client.estimateGas({ account, to: common.to, data: callOfProxy() });
  const gas = (estimate * 12n) / 10n;

  return (loop) =>
    runInFlight(loop, async () => {
      const signed = await account.signTransaction({
        ...common,
        gas,
        nonce: nonce++,
        data: callOfProxy(),
      });
      const hash = await client.sendRawTransaction({ serializedTransaction: signed });
      const { status } = await untilIncluded(() => client.getTransactionReceipt({ hash }));
      if (status !== 'success') throw new Error(`The raw loop's ${hash} was undone`);
    });
}

/** viem's own waiting looks for blocks first and for the receipt then: asking for the receipt alone is faster here. */
async function untilIncluded<Receipt>(ask: () => Promise<Receipt>): Promise<Receipt> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'TransactionReceiptNotFoundError')
        throw error;
    }
  }
}
