import { deterministicDeploymentProxy as proxy } from '@biatec-tokens/contracts';
import { networks } from '@biatec-tokens/core';
import { parseTransaction, toHex } from 'viem';
import { signatureRefused } from './signatureRefused.ts';

/**
 * Sees to it that a message is the payment for the deployment proxy of a local chain, and nothing else.
 *
 * It is signed for no attempt, since it is no part of any issuance; a coin of a local chain is worth nothing.
 * @throws {AppError} SIGNATURE_REFUSED
 */
export function checkProxyFunding(message: Uint8Array): void {
  const { chainId, to, value, data } = parse(message);
  const isFunding =
    chainId === networks['evm-localnet'].chainId &&
    to?.toLowerCase() === proxy.deployer.toLowerCase() &&
    value === proxy.fundingWei &&
    data === undefined;
  if (!isFunding) throw signatureRefused('it is no payment for the proxy of a local chain');
}

function parse(message: Uint8Array) {
  try {
    return parseTransaction(toHex(message) as `0x02${string}`);
  } catch (cause) {
    throw signatureRefused('it is no transaction', cause);
  }
}
