import {
  parseAlgorandAddress,
  type Arc200MintableParameters,
  type Arc200PremintedParameters,
} from '@biatec-tokens/core';
import { arc200Mintable, arc200Preminted, type AvmContract } from '@biatec-tokens/contracts';
import type { Issue } from '../../ports/chainAdapter.ts';
import { encodeCall, priceOfBox, type ApplicationCall } from './applicationCall.ts';
import type { Application } from './applications.ts';
import { boxNameIn } from './contractStorage.ts';
import { capInState, ownerInState, termsInState } from './stateValues.ts';

/** Bytes of an amount in a box. */
const amountBytes = 32;

export function arc200MintableApplication({ issuer, parameters }: Issue): Application {
  const asked = parameters as unknown as Arc200MintableParameters;
  return {
    ...held(arc200Mintable, asked.initialReceiver),
    createArguments: encodeCall(methodOf(arc200Mintable, 'create'), [
      Buffer.from(asked.name),
      Buffer.from(asked.symbol),
      asked.decimals,
      BigInt(asked.capBaseUnits ?? 0),
      BigInt(asked.initialSupplyBaseUnits),
      asked.initialReceiver,
    ]),
    state: [...termsInState(asked), capInState(asked.capBaseUnits), ownerInState(issuer.address)],
    supply: { field: 'initialSupplyBaseUnits', asked: asked.initialSupplyBaseUnits },
  };
}

export function arc200PremintedApplication({ parameters }: Issue): Application {
  const asked = parameters as unknown as Arc200PremintedParameters;
  return {
    ...held(arc200Preminted, asked.initialReceiver),
    createArguments: encodeCall(methodOf(arc200Preminted, 'create'), [
      Buffer.from(asked.name),
      Buffer.from(asked.symbol),
      asked.decimals,
      BigInt(asked.totalSupplyBaseUnits),
      asked.initialReceiver,
    ]),
    state: termsInState(asked),
    supply: { field: 'totalSupplyBaseUnits', asked: asked.totalSupplyBaseUnits },
  };
}

/** Full signature of a contract's method. */
export function methodOf(contract: AvmContract, name: string): string {
  const signature = contract.methods[name];
  if (signature === undefined) throw new Error(`Contract ${contract.name} has no method "${name}"`);
  return signature;
}

/** The call that puts an application into use. */
export function bootstrapCall(
  contract: AvmContract,
  boxes: Pick<ApplicationCall, 'boxes' | 'price'>,
): ApplicationCall {
  return {
    description: 'The issuer puts the application into use, which issues the first supply',
    method: methodOf(contract, 'bootstrap'),
    values: [],
    ...boxes,
  };
}

/** The one box of the first supply: what the receiver holds. */
function held(contract: AvmContract, receiver: string) {
  const box = boxNameIn(contract, 'balances', parseAlgorandAddress(receiver));
  return {
    contract,
    bootstrap: bootstrapCall(contract, { boxes: [box], price: priceOfBox(box, amountBytes) }),
    documents: [],
    holdings: [{ field: 'initialBalanceBaseUnits', box, offset: 0 }],
    records: [],
  };
}
