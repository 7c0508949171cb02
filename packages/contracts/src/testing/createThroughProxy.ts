import {
  concat,
  getContractAddress,
  RpcRequestError,
  type Address,
  type BaseError,
  type Hex,
  type TransactionReceipt,
} from 'viem';
import { deterministicDeploymentProxy } from '../deterministicDeploymentProxy.ts';
import { accounts, type AnvilClient } from './startAnvil.ts';

/** Where the proxy will create these bytes. */
export function predictAddress(salt: Hex, creation: Hex): Address {
  const from = deterministicDeploymentProxy.address;
  return getContractAddress({ opcode: 'CREATE2', from, salt, bytecode: creation });
}

/** Has the sponsor create a contract through the proxy; a revert is in the receipt, not thrown. */
export async function createThroughProxy(
  client: AnvilClient,
  { salt, creation }: { salt: Hex; creation: Hex },
): Promise<TransactionReceipt> {
  const hash = await client.sendTransaction({
    account: accounts.sponsor,
    to: deterministicDeploymentProxy.address,
    data: concat([salt, creation]),
    gas: 5_000_000n, // Given, so that a creation that reverts is mined instead of refused beforehand.
  });
  return client.waitForTransactionReceipt({ hash });
}

/** The revert data of a call, or `undefined` if it succeeds. Without `to` the call is a creation. */
export async function findRevertData(
  client: AnvilClient,
  call: { to?: Address; data: Hex; value?: Hex },
): Promise<unknown> {
  try {
    await client.request({
      method: 'eth_call',
      params: [{ from: accounts.sponsor.address, ...call }, 'latest'],
    });
    return undefined;
  } catch (error) {
    const refused = (error as BaseError).walk((cause) => cause instanceof RpcRequestError);
    if (refused === null) throw error;
    return (refused as RpcRequestError).data;
  }
}
