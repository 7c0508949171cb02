import { mintableToken, premintedToken, type EvmContract } from '@biatec-tokens/contracts';
import type { TokenType } from '@biatec-tokens/core';
import { keccak_256 } from '@noble/hashes/sha3.js';
import {
  decodeFunctionResult,
  encodeAbiParameters,
  encodeFunctionData,
  prepareEncodeFunctionData,
  type Abi,
  type Hex,
} from 'viem';
import { bytesOf, hexOf } from './hex.ts';

/** The standards whose contracts live on EVM chains. */
export const evmTokenTypes = [
  'erc20-mintable',
  'erc20-preminted',
] as const satisfies readonly TokenType[];
export type EvmTokenType = (typeof evmTokenTypes)[number];

/** A contract made ready for thousands of creations: what does not depend on the token is done once. */
export interface TokenContract {
  readonly abi: Abi;
  readonly bytecode: Hex;
  /** Creation code with its arguments, and the hash that its address depends on. */
  construct(args: readonly unknown[]): { readonly initcode: Hex; readonly hash: Hex };
  encodeCall(functionName: string, args: readonly unknown[]): Hex;
  /** @returns undefined where the answer is not one of this function. */
  decodeResult(functionName: string, result: Hex): unknown;
}

/** The contract of each standard. */
export const tokenContracts: Readonly<Record<EvmTokenType, TokenContract>> = {
  'erc20-mintable': prepareContract(mintableToken),
  'erc20-preminted': prepareContract(premintedToken),
};

function prepareContract(contract: EvmContract): TokenContract {
  const abi = contract.abi as Abi;
  const { bytecode } = contract;
  const inputs = abi.find((item) => item.type === 'constructor')?.inputs ?? [];
  // Thousands of bytes that are the same for every token: absorbed here, and copied for each.
  const absorbed = keccak_256.create().update(bytesOf(bytecode));
  const calls = new Map<string, { readonly abi: Abi; readonly functionName: Hex }>();

  function callOf(functionName: string): { readonly abi: Abi; readonly functionName: Hex } {
    const known = calls.get(functionName);
    if (known !== undefined) return known;
    const prepared = prepareEncodeFunctionData({ abi, functionName }) as unknown as {
      readonly abi: Abi;
      readonly functionName: Hex;
    };
    calls.set(functionName, prepared);
    return prepared;
  }

  return {
    abi,
    bytecode,
    construct(args) {
      const encoded = encodeAbiParameters(inputs, args as never);
      return {
        initcode: `${bytecode}${encoded.slice(2)}`,
        hash: hexOf(absorbed.clone().update(bytesOf(encoded)).digest()),
      };
    },
    encodeCall: (functionName, args) => encodeFunctionData({ ...callOf(functionName), args }),
    decodeResult(functionName, result) {
      try {
        return decodeFunctionResult({ abi: callOf(functionName).abi, data: result });
      } catch {
        // Another contract's answer, or none.
        return undefined;
      }
    },
  };
}
