import { randomBytes } from 'node:crypto';
import { startEvmNode } from '@biatec-tokens/devnet';
import {
  checkTokenRequest,
  evmAddressOf,
  type NetworkId,
  type TokenType,
} from '@biatec-tokens/core';
import { hexToBytes, keccak256, numberToHex, serializeTransaction, type Hex } from 'viem';
import type { Account } from '../../../ports/store/accounts.ts';
import { systemClock } from '../../../runtime/systemClock.ts';
import { signSecp256k1 } from '../../../signer/signSecp256k1.ts';
import { createTestSigner } from '../../../testing/testSigner.ts';
import { createEvmAdapter, type EvmAdapter, type EvmAdapterOptions } from '../adapter.ts';

/** A real EVM chain for tests, with accounts and direct access. */
export interface EvmChain extends AsyncDisposable {
  readonly using: string;
  readonly url: string;
  readonly chainId: number;
  /** Whether it is an anvil of our own, whose blocks and pool a test may command. */
  readonly isOurs: boolean;
  /** Public test key of an account of this chain. */
  keyOf(address: string): Uint8Array;
  /** A fresh account with this balance. */
  account(balance?: bigint): Promise<Account>;
  /** An adapter with this chain's node; closed with the chain. */
  adapter(options?: Partial<EvmAdapterOptions>): EvmAdapter;
  request<T = unknown>(method: string, ...params: unknown[]): Promise<T>;
  /** Sends native coin, or whatever else, from an account of this chain, and waits for its block. */
  send(from: Account, transaction: TestTransaction): Promise<Hex>;
  /** Waits for the block of a transaction: anvil answers before it has made it. */
  untilMined(transactionId: string): Promise<void>;
}

export interface TestTransaction {
  readonly to?: string;
  readonly value?: bigint;
  readonly data?: Hex;
  readonly nonce?: bigint;
  readonly gas?: bigint;
  readonly maxFeePerGas?: bigint;
  readonly maxPriorityFeePerGas?: bigint;
}

const defaultNetwork: NetworkId = 'evm-localnet';

/** Uses the chain at EVM_RPC_URL with the money of EVM_FUNDER_KEY, or else starts anvil. */
export async function startEvmChain(options: { readonly own?: boolean } = {}): Promise<EvmChain> {
  const url = process.env['EVM_RPC_URL'];
  const key = process.env['EVM_FUNDER_KEY'];
  if (url !== undefined && key !== undefined && options.own !== true) {
    return createChain({ url, key: hexToBytes(key as Hex), isOurs: false, close: async () => {} });
  }
  const node = await startEvmNode();
  return createChain({
    url: node.url,
    key: hexToBytes(node.funderPrivateKey),
    isOurs: true,
    close: node.close,
  });
}

/** Stored parameters of a small token, perhaps with some fields of its request changed. */
export function tokenParameters(
  tokenType: TokenType,
  issuer: string,
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const common = { network: defaultNetwork, name: 'Harbour Bond ⚓', symbol: 'HRB', decimals: 6 };
  const supply =
    tokenType === 'erc20-mintable'
      ? { initialSupply: '12.5', cap: '1000000' }
      : { totalSupply: '1000000' };
  const body = { ...common, ...supply, ...changes };
  const check = checkTokenRequest({ tokenType, body, issuer: { avm: '', evm: issuer } });
  if (!check.ok) throw new Error(JSON.stringify(check.problems));
  return { ...check.parameters };
}

async function createChain(node: {
  readonly url: string;
  readonly key: Uint8Array;
  readonly isOurs: boolean;
  readonly close: () => Promise<void>;
}): Promise<EvmChain> {
  const { url, isOurs } = node;
  const keys = new Map<string, Uint8Array>();
  const adapters: EvmAdapter[] = [];
  function keyOf(address: string): Uint8Array {
    const key = keys.get(address);
    if (key === undefined) throw new Error(`Expected a test account: ${address}`);
    return key;
  }
  const signer = createTestSigner(keyOf);

  async function request<T>(method: string, ...params: unknown[]): Promise<T> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const { result, error } = (await response.json()) as { result?: T; error?: unknown };
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result as T;
  }

  function accountOf(key: Uint8Array): Account {
    const address = evmAddressOf(key);
    keys.set(address, key);
    return {
      id: `acc_${address}`,
      organizationId: 'platform',
      family: 'evm',
      slot: 0,
      address,
      sealedKey: new Uint8Array(),
      createdAt: new Date(),
    };
  }

  async function send(from: Account, transaction: TestTransaction): Promise<Hex> {
    const nonce =
      transaction.nonce ??
      BigInt(await request<Hex>('eth_getTransactionCount', from.address, 'pending'));
    const head = await request<{ baseFeePerGas: Hex }>('eth_getBlockByNumber', 'latest', false);
    const unsigned = {
      type: 'eip1559',
      chainId,
      nonce: Number(nonce),
      gas: transaction.gas ?? 100_000n,
      maxFeePerGas: transaction.maxFeePerGas ?? 2n * BigInt(head.baseFeePerGas) + 1_000_000_000n,
      maxPriorityFeePerGas: transaction.maxPriorityFeePerGas ?? 1_000_000_000n,
      value: transaction.value ?? 0n,
      data: transaction.data ?? '0x',
      ...(transaction.to === undefined ? {} : { to: transaction.to as Hex }),
    } as const;
    const digest = hexToBytes(keccak256(serializeTransaction(unsigned)));
    const { r, s, yParity } = signSecp256k1(keyOf(from.address), digest);
    const signature = { r: numberToHex(r, { size: 32 }), s: numberToHex(s, { size: 32 }), yParity };
    const transactionId = await request<Hex>(
      'eth_sendRawTransaction',
      serializeTransaction(unsigned, signature),
    );
    await untilMined(transactionId);
    return transactionId;
  }

  async function untilMined(transactionId: string): Promise<void> {
    for (let look = 0; look < 2_000; look += 1) {
      if ((await request('eth_getTransactionReceipt', transactionId)) !== null) return;
      await systemClock.sleep(10);
    }
    throw new Error(`Expected a receipt: ${transactionId}`);
  }

  const chainId = Number(await request<Hex>('eth_chainId'));
  const funder = accountOf(node.key);
  let funding = Promise.resolve();

  return {
    using: isOurs ? `anvil of our own at ${url}` : `EVM_RPC_URL ${new URL(url).host}`,
    url,
    chainId,
    isOurs,
    keyOf,
    request,
    send,
    untilMined,
    async account(balance = 0n) {
      const account = accountOf(new Uint8Array(randomBytes(32)));
      if (balance === 0n) return account;
      // One after another: they share the funder's nonces.
      const before = funding;
      funding = (async () => {
        await before;
        await send(funder, { to: account.address, value: balance });
      })();
      await funding;
      return account;
    },
    adapter(options = {}) {
      const adapter = createEvmAdapter({
        networkId: defaultNetwork,
        chainId,
        endpoints: [{ url }],
        finality: { kind: 'blocks', blocks: 1 },
        signer,
        clock: systemClock,
        timeoutMs: 5_000,
        ...options,
      });
      adapters.push(adapter);
      return adapter;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(adapters.map((adapter) => adapter.close()));
      await node.close();
    },
  };
}
