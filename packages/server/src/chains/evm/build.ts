// https://eips.ethereum.org/EIPS/eip-1014
import { createHash } from 'node:crypto';
import { deterministicDeploymentProxy } from '@biatec-tokens/contracts';
import { standards, type TokenParameters } from '@biatec-tokens/core';
import { getContractAddress, type Abi, type Address, type Hex } from 'viem';
import type { Issue } from '../../ports/chainAdapter.ts';
import { tokenContracts, type EvmTokenType } from './contracts.ts';

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
  const terms = termsOf(issue);
  const contract = tokenContracts[terms.type];
  const { initcode, hash } = contract.construct(argumentsOf(terms, issue.issuer.address));
  const salt = saltOf(issue.deploymentId);
  const from = deterministicDeploymentProxy.address;
  return {
    abi: contract.abi,
    initcode,
    address: getContractAddress({ opcode: 'CREATE2', from, salt, bytecodeHash: hash }),
    to: from,
    data: `${salt}${initcode.slice(2)}`,
  };
}

/** Narrows the stored parameters of a deployment to those of its standard. */
export function termsOf({ tokenType: type, parameters }: Issue): EvmTerms {
  switch (type) {
    case 'erc20-mintable':
      return { type, parameters: standards[type].parametersSchema.parse(parameters) };
    case 'erc20-preminted':
      return { type, parameters: standards[type].parametersSchema.parse(parameters) };
    default:
      throw new TypeError(`Cannot issue "${type}" on an EVM chain: it is no ERC-20 standard`);
  }
}

function saltOf(deploymentId: string): Hex {
  return `0x${createHash('sha256').update(deploymentId, 'utf8').digest('hex')}`;
}

function argumentsOf({ type, parameters }: EvmTerms, issuer: string): readonly unknown[] {
  const { name, symbol, decimals, initialReceiver } = parameters;
  if (type === 'erc20-preminted') {
    return [name, symbol, decimals, BigInt(parameters.totalSupplyBaseUnits), initialReceiver];
  }
  const { initialSupplyBaseUnits, capBaseUnits } = parameters;
  return [
    name,
    symbol,
    decimals,
    BigInt(initialSupplyBaseUnits),
    BigInt(capBaseUnits),
    initialReceiver,
    issuer,
  ];
}
