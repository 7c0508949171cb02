// https://eips.ethereum.org/EIPS/eip-1014
import { createHash } from 'node:crypto';
import {
  deterministicDeploymentProxy,
  mintableToken,
  premintedToken,
  type EvmContract,
} from '@biatec-tokens/contracts';
import { standards, type TokenParameters, type TokenType } from '@biatec-tokens/core';
import { encodeDeployData, getContractAddress, type Abi, type Address, type Hex } from 'viem';
import type { Issue } from '../../ports/chainAdapter.ts';

/** The standards whose contracts live on EVM chains. */
export const evmTokenTypes = [
  'erc20-mintable',
  'erc20-preminted',
] as const satisfies readonly TokenType[];
type EvmTokenType = (typeof evmTokenTypes)[number];

/** The contract a deployment creates: the same bytes at the same address, whoever sends them and however often. */
export interface Creation {
  readonly abi: Abi;
  /** Creation code with its arguments. */
  readonly initcode: Hex;
  readonly address: Address;
  /** Call of the proxy that creates it. */
  readonly to: Address;
  readonly data: Hex;
}

/** What is issued, with the parameters of its standard. */
export type EvmTerms = {
  [Type in EvmTokenType]: { readonly type: Type; readonly parameters: TokenParameters[Type] };
}[EvmTokenType];

/** Builds the creation from what was frozen with the request. */
export function buildCreation(issue: Issue): Creation {
  const { abi, bytecode, args } = constructionOf(issue);
  const initcode = encodeDeployData({ abi, bytecode, args });
  const salt = saltOf(issue.deploymentId);
  const from = deterministicDeploymentProxy.address;
  return {
    abi,
    initcode,
    address: getContractAddress({ opcode: 'CREATE2', from, salt, bytecode: initcode }),
    to: from,
    data: `${salt}${initcode.slice(2)}`,
  };
}

/** Narrows the stored parameters of a deployment to those of its standard. */
export function termsOf({ tokenType, parameters }: Issue): EvmTerms {
  switch (tokenType) {
    case 'erc20-mintable':
      return {
        type: tokenType,
        parameters: standards[tokenType].parametersSchema.parse(parameters),
      };
    case 'erc20-preminted':
      return {
        type: tokenType,
        parameters: standards[tokenType].parametersSchema.parse(parameters),
      };
    default:
      throw new TypeError(`Cannot issue "${tokenType}" on an EVM chain: it is no ERC-20 standard`);
  }
}

/** The contract of a standard. */
export function contractOf(type: EvmTokenType): EvmContract {
  return type === 'erc20-mintable' ? mintableToken : premintedToken;
}

function saltOf(deploymentId: string): Hex {
  return `0x${createHash('sha256').update(deploymentId, 'utf8').digest('hex')}`;
}

function constructionOf(issue: Issue): {
  readonly abi: Abi;
  readonly bytecode: Hex;
  readonly args: readonly unknown[];
} {
  const { type, parameters } = termsOf(issue);
  const { abi, bytecode } = contractOf(type);
  const { name, symbol, decimals, initialReceiver } = parameters;
  const args =
    type === 'erc20-mintable'
      ? [
          name,
          symbol,
          decimals,
          BigInt(parameters.initialSupplyBaseUnits),
          BigInt(parameters.capBaseUnits),
          initialReceiver,
          issue.issuer.address,
        ]
      : [name, symbol, decimals, BigInt(parameters.totalSupplyBaseUnits), initialReceiver];
  return { abi: abi as Abi, bytecode, args };
}
