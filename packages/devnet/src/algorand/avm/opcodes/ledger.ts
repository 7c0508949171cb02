/** Reading accounts, assets and applications. What does not exist reads as zero and a zero flag. */
import { AvmError } from '../avmError.ts';
import { accountFields } from '../fields/accountFields.ts';
import { applicationFields } from '../fields/applicationFields.ts';
import { assetFields, holdingFields } from '../fields/assetFields.ts';
import { type Field, findField, namesOf } from '../fields/field.ts';
import { type Machine, popUint, popValue } from '../machine.ts';
import type { Opcode } from '../opcode.ts';
import { fromBoolean, type Value } from '../value.ts';
import { withIndexOnlyBeforeVersion4 } from './accountReferences.ts';

export const ledger: readonly Opcode[] = [
  ...withIndexOnlyBeforeVersion4([
    {
      code: 0x60,
      name: 'balance',
      since: 2,
      stack: 'any -> uint64',
      run: ({ stack, environment: { accounts } }) =>
        void stack.push(accounts.get(stack.pop()!).balance),
    },
    {
      code: 0x70,
      name: 'asset_holding_get',
      since: 2,
      stack: 'any uint64 -> any bool',
      immediates: [namesOf(holdingFields)],
      run(machine, { operands: [number], opcode }) {
        const field = fieldOf(machine, holdingFields, number!, opcode.name);
        const asset = popUint(machine);
        const account = popValue(machine);
        pushFound(machine, field, machine.environment.assets.findHolding(account, asset));
      },
    },
    {
      code: 0x78,
      name: 'min_balance',
      since: 3,
      stack: 'any -> uint64',
      run: ({ stack, environment: { accounts } }) =>
        void stack.push(accounts.get(stack.pop()!).minBalance),
    },
  ]),
  {
    code: 0x71,
    name: 'asset_params_get',
    since: 2,
    stack: 'uint64 -> any bool',
    immediates: [namesOf(assetFields)],
    run(machine, { operands: [number], opcode }) {
      const field = fieldOf(machine, assetFields, number!, opcode.name);
      pushFound(machine, field, machine.environment.assets.find(popUint(machine)));
    },
  },
  {
    code: 0x72,
    name: 'app_params_get',
    since: 5,
    stack: 'uint64 -> any bool',
    immediates: [namesOf(applicationFields)],
    run(machine, { operands: [number], opcode }) {
      const field = fieldOf(machine, applicationFields, number!, opcode.name);
      pushFound(machine, field, machine.environment.applications.find(popUint(machine)));
    },
  },
  {
    code: 0x73,
    name: 'acct_params_get',
    since: 6,
    stack: 'any -> any bool',
    immediates: [namesOf(accountFields)],
    run(machine, { operands: [number], opcode }) {
      const account = machine.environment.accounts.get(popValue(machine));
      const field = fieldOf(machine, accountFields, number!, opcode.name);
      // Every address is an account; the flag says whether it has Algos.
      machine.stack.push(field.read(account), fromBoolean(account.balance > 0n));
    },
  },
];

function fieldOf<Source>(
  { program }: Machine,
  fields: readonly Field<Source, Value>[],
  number: number,
  opcode: string,
): Field<Source, Value> {
  const field = findField(fields, number, program.version);
  if (field === undefined) throw new AvmError(`invalid ${opcode} field ${number}`);
  return field;
}

function pushFound<Source>(
  { stack }: Machine,
  field: Field<Source, Value>,
  found: Source | undefined,
): void {
  if (found === undefined) stack.push(0n, 0n);
  else stack.push(field.read(found), 1n);
}
