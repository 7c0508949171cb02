import { deterministicDeploymentProxy as proxy } from '@biatec-tokens/contracts';
import { keccak256 } from 'viem';
import type { Clock } from '../../ports/clock.ts';
import type { Signer } from '../../ports/signer.ts';
import type { Account } from '../../ports/store/accounts.ts';
import { invalidAnswerOf, unreachableAt } from '../errors.ts';
import { quoteFees, type Fees } from './fees.ts';
import { hexOf } from './hex.ts';
import type { Node } from './nodes.ts';
import { balanceOf, blockAt, codeAt, minedNonceOf, sending, suggestedTip } from './questions.ts';
import { encodeTransaction, type Transaction } from './transaction.ts';

export interface EnsureProxyOptions {
  readonly chainId: number;
  /** Whether the proxy may be put there if missing: only on a chain of our own machine. */
  readonly isLocal: boolean;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly feeLimits: Fees;
}

/** Sees to it that the chain has the deployment proxy. @returns why not, where the payer lacks the funds. */
export type EnsureProxy = (
  node: Node,
  payer: Account,
) => Promise<{ readonly neededBaseUnits: bigint; readonly presentBaseUnits: bigint } | undefined>;

const stepsMax = 200;
const stepMs = 50;
const transferGas = 21_000n;

/**
 * Makes the check; one at a time, and once for each connection.
 *
 * Every step asks the chain what is missing before it does anything, so it can be cut off anywhere, repeated, and run by
 * several processes at once: at worst the deployer is funded twice, and a nonce of the payer is taken that an attempt
 * had in mind, which is then proven impossible and opened anew.
 */
export function createEnsureProxy(options: EnsureProxyOptions): EnsureProxy {
  const present = new WeakSet<Node>();
  let running: ReturnType<EnsureProxy> | undefined;

  return async (node, payer) => {
    if (present.has(node)) return undefined;
    running ??= putInPlace(options, node, payer).finally(() => (running = undefined));
    const lacking = await running;
    if (lacking === undefined) present.add(node);
    return lacking;
  };
}

async function putInPlace(
  options: EnsureProxyOptions,
  node: Node,
  payer: Account,
): ReturnType<EnsureProxy> {
  let funded = false;
  for (let step = 0; step < stepsMax; step += 1) {
    const [code, deployerBalance] = await node.ask(
      codeAt(proxy.address),
      balanceOf(proxy.deployer),
    );
    if (code !== '0x') {
      if (keccak256(code) === proxy.runtimeCodeHash) return undefined;
      throw invalidAnswerOf(node.origin, `the code at ${proxy.address} is not the proxy`);
    }
    if (!options.isLocal) {
      throw invalidAnswerOf(node.origin, `the deployment proxy is missing at ${proxy.address}`);
    }
    if (deployerBalance >= proxy.fundingWei) {
      // Refused when it is in the pool already; the next step sees what came of it.
      await node.tryAsk(sending(proxy.deploymentTransaction));
    } else if (!funded) {
      const lacking = await fundDeployer(options, node, payer);
      if (lacking !== undefined) return lacking;
      funded = true;
    }
    await options.clock.sleep(stepMs);
  }
  throw unreachableAt(node.origin, 'it makes no block for the deployment proxy');
}

async function fundDeployer(
  { chainId, signer, feeLimits }: EnsureProxyOptions,
  node: Node,
  payer: Account,
): ReturnType<EnsureProxy> {
  const [head, tip, balance, nonce] = await node.ask(
    blockAt('latest'),
    suggestedTip,
    balanceOf(payer.address),
    minedNonceOf(payer.address),
  );
  if (head === null) throw invalidAnswerOf(node.origin, 'it has no latest block');
  const fees = quoteFees(head, tip, feeLimits);
  const neededBaseUnits = proxy.fundingWei + transferGas * fees.maxFeePerGas;
  if (balance < neededBaseUnits) return { neededBaseUnits, presentBaseUnits: balance };

  const funding: Transaction = {
    chainId,
    nonce,
    to: proxy.deployer,
    value: proxy.fundingWei,
    data: new Uint8Array(),
    gas: transferGas,
    ...fees,
  };
  const signature = await signer.signProxyFunding(payer, encodeTransaction(funding));
  // Whether it was taken shows in the deployer's balance.
  await node.tryAsk(sending(hexOf(encodeTransaction(funding, signature))));
  return undefined;
}
