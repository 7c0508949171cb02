/** Global and local state of applications. What is not there reads as zero. */
import { consensus } from '../../params.ts';
import { AvmError } from '../avmError.ts';
import { type Machine, popBytes, popUint, popValue } from '../machine.ts';
import type { Opcode } from '../opcode.ts';
import { fromBoolean, toHex, type Value } from '../value.ts';
import { withIndexOnlyBeforeVersion4 } from './accountReferences.ts';

const ownApplication = 0n;

const globalState: readonly Opcode[] = [
  {
    code: 0x64,
    name: 'app_global_get',
    since: 2,
    stack: 'stateKey -> any',
    run(machine) {
      const value = machine.environment.globals.get(ownApplication, popBytes(machine));
      machine.stack.push(value ?? 0n);
    },
  },
  {
    code: 0x65,
    name: 'app_global_get_ex',
    since: 2,
    stack: 'uint64 stateKey -> any bool',
    run(machine) {
      const key = popBytes(machine);
      pushFound(machine, machine.environment.globals.get(popUint(machine), key));
    },
  },
  {
    code: 0x67,
    name: 'app_global_put',
    since: 2,
    stack: 'stateKey any ->',
    run(machine) {
      const value = popValue(machine);
      const key = popBytes(machine);
      checkLengths(key, value);
      machine.environment.globals.put(key, value);
    },
  },
  {
    code: 0x69,
    name: 'app_global_del',
    since: 2,
    stack: 'stateKey ->',
    run: (machine) => machine.environment.globals.delete(popBytes(machine)),
  },
];

const localState: readonly Opcode[] = [
  {
    code: 0x61,
    name: 'app_opted_in',
    since: 2,
    stack: 'any uint64 -> bool',
    run(machine) {
      const application = popUint(machine);
      const account = popValue(machine);
      const isOptedIn = machine.environment.locals.isOptedIn(account, application);
      machine.stack.push(fromBoolean(isOptedIn));
    },
  },
  {
    code: 0x62,
    name: 'app_local_get',
    since: 2,
    stack: 'any stateKey -> any',
    run(machine) {
      const key = popBytes(machine);
      const value = machine.environment.locals.get(popValue(machine), ownApplication, key);
      machine.stack.push(value ?? 0n);
    },
  },
  {
    code: 0x63,
    name: 'app_local_get_ex',
    since: 2,
    stack: 'any uint64 stateKey -> any bool',
    run(machine) {
      const key = popBytes(machine);
      const application = popUint(machine);
      const account = popValue(machine);
      pushFound(machine, machine.environment.locals.get(account, application, key));
    },
  },
  {
    code: 0x66,
    name: 'app_local_put',
    since: 2,
    stack: 'any stateKey any ->',
    run(machine) {
      const value = popValue(machine);
      const key = popBytes(machine);
      checkLengths(key, value);
      machine.environment.locals.put(popValue(machine), key, value);
    },
  },
  {
    code: 0x68,
    name: 'app_local_del',
    since: 2,
    stack: 'any stateKey ->',
    run(machine) {
      const key = popBytes(machine);
      machine.environment.locals.delete(popValue(machine), key);
    },
  },
];

export const state: readonly Opcode[] = [
  ...globalState,
  ...withIndexOnlyBeforeVersion4(localState),
];

function pushFound({ stack }: Machine, value: Value | undefined): void {
  stack.push(value ?? 0n, fromBoolean(value !== undefined));
}

function checkLengths(key: Uint8Array, value: Value): void {
  if (key.length > consensus.maxAppKeyBytes) {
    throw new AvmError(
      `key too long: length was ${key.length}, maximum is ${consensus.maxAppKeyBytes}`,
    );
  }
  if (typeof value === 'bigint') return;
  if (value.length > consensus.maxAppValueBytes) {
    throw new AvmError(`value too long for key ${toHex(key)}: length was ${value.length}`);
  }
  const sum = key.length + value.length;
  if (sum > consensus.maxAppSumKeyValueBytes) {
    throw new AvmError(`key/value total too long for key ${toHex(key)}: sum was ${sum}`);
  }
}
