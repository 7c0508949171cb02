import * as contracts from '@biatec-tokens/contracts';
import type { AvmContract } from '@biatec-tokens/contracts';
import type { Arc200MintableParameters, Arc200PremintedParameters } from '@biatec-tokens/core';
import { decodeAddress } from 'algosdk';
import type { Issue } from '../../ports/chainAdapter.ts';
import { encodeCall, type ApplicationCall, type NewBox } from './applicationCall.ts';

/** An application as it is asked for: what it is made with, and the calls that finish it. */
export interface Application {
  readonly contract: AvmContract;
  readonly createArguments: readonly Uint8Array[];
  readonly bootstrap: ApplicationCall;
  /** Groups of calls, each a step of its own. */
  readonly documents: readonly (readonly ApplicationCall[])[];
}

/** Describes the application that an issuance makes. */
export function applicationOf({
  tokenType,
  parameters,
}: Pick<Issue, 'tokenType' | 'parameters'>): Application {
  switch (tokenType) {
    case 'arc200-mintable':
      return arc200Mintable(parameters as unknown as Arc200MintableParameters);
    case 'arc200-preminted':
      return arc200Preminted(parameters as unknown as Arc200PremintedParameters);
    default:
      throw new Error(`Cannot issue "${tokenType}" as an application`);
  }
}

function arc200Mintable(asked: Arc200MintableParameters): Application {
  return {
    contract: contracts.arc200Mintable,
    createArguments: encodeCall('create(byte[],byte[],uint8,uint256,uint256,address)void', [
      utf8(asked.name),
      utf8(asked.symbol),
      asked.decimals,
      BigInt(asked.capBaseUnits ?? 0),
      BigInt(asked.initialSupplyBaseUnits),
      asked.initialReceiver,
    ]),
    bootstrap: bootstrapCall([balanceBox(asked.initialReceiver)]),
    documents: [],
  };
}

function arc200Preminted(asked: Arc200PremintedParameters): Application {
  return {
    contract: contracts.arc200Preminted,
    createArguments: encodeCall('create(byte[],byte[],uint8,uint256,address)void', [
      utf8(asked.name),
      utf8(asked.symbol),
      asked.decimals,
      BigInt(asked.totalSupplyBaseUnits),
      asked.initialReceiver,
    ]),
    bootstrap: bootstrapCall([balanceBox(asked.initialReceiver)]),
    documents: [],
  };
}

function bootstrapCall(newBoxes: readonly NewBox[]): ApplicationCall {
  return {
    description: 'The issuer puts the application into use, which issues the first supply',
    method: 'bootstrap()void',
    values: [],
    newBoxes,
  };
}

const amountBytes = 32;

/** What an account holds: `b` and its address. */
export function balanceBox(address: string): NewBox {
  return {
    name: Buffer.concat([Buffer.from('b'), decodeAddress(address).publicKey]),
    size: amountBytes,
  };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
