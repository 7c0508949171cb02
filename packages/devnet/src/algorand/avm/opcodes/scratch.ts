/** Scratch space: 256 values of a program's own, which later transactions of the group may read. */
import { AvmError } from '../avmError.ts';
import { type Machine, popUint, popValue } from '../machine.ts';
import type { Opcode } from '../opcode.ts';
import { limits, type Value } from '../value.ts';

export const scratch: readonly Opcode[] = [
  {
    code: 0x34,
    name: 'load',
    since: 1,
    stack: '-> any',
    immediates: ['uint8'],
    run: (machine, { operands: [slot] }) => void machine.stack.push(machine.scratch[slot!]!),
  },
  {
    code: 0x35,
    name: 'store',
    since: 1,
    stack: 'any ->',
    immediates: ['uint8'],
    run(machine, { operands: [slot] }) {
      machine.scratch[slot!] = popValue(machine);
    },
  },
  {
    code: 0x3a,
    name: 'gload',
    since: 4,
    stack: '-> any',
    immediates: ['uint8', 'uint8'],
    run(machine, { operands: [index, slot] }) {
      machine.stack.push(loadFromGroup(machine, 'gload', BigInt(index!), slot!));
    },
  },
  {
    code: 0x3b,
    name: 'gloads',
    since: 4,
    stack: 'uint64 -> any',
    immediates: ['uint8'],
    run(machine, { operands: [slot] }) {
      machine.stack.push(loadFromGroup(machine, 'gloads', popUint(machine), slot!));
    },
  },
  {
    code: 0xc4,
    name: 'gloadss',
    since: 6,
    stack: 'uint64 uint64 -> any',
    run(machine) {
      const slot = popUint(machine);
      const index = popUint(machine);
      checkInGroup(machine, 'gloadss', index);
      if (slot >= limits.scratchSlots) {
        throw new AvmError(`gloadss scratch index >= 256 (${slot})`);
      }
      machine.stack.push(loadFromGroup(machine, 'gloadss', index, Number(slot)));
    },
  },
  {
    code: 0x3e,
    name: 'loads',
    since: 5,
    stack: 'uint64 -> any',
    run(machine) {
      machine.stack.push(machine.scratch[slotOf(popUint(machine))]!);
    },
  },
  {
    code: 0x3f,
    name: 'stores',
    since: 5,
    stack: 'uint64 any ->',
    run(machine) {
      const value = popValue(machine);
      machine.scratch[slotOf(popUint(machine))] = value;
    },
  },
];

function slotOf(slot: bigint): number {
  if (slot >= limits.scratchSlots) throw new AvmError(`invalid Scratch index ${slot}`);
  return Number(slot);
}

function checkInGroup({ environment: { group } }: Machine, opcode: string, index: bigint): void {
  if (index >= group.length) {
    throw new AvmError(`${opcode} lookup TxnGroup[${index}] but it only has ${group.length}`);
  }
}

function loadFromGroup(machine: Machine, opcode: string, index: bigint, slot: number): Value {
  const { group, groupIndex } = machine.environment;
  checkInGroup(machine, opcode, index);
  const { txn, effects } = group[Number(index)]!;
  if (txn.type !== 'appl') {
    throw new AvmError(`can't use ${opcode} on non-app call txn with index ${index}`);
  }
  if (index === BigInt(groupIndex)) {
    throw new AvmError(`can't use ${opcode} on self, use load instead`);
  }
  if (index > groupIndex) {
    throw new AvmError(`${opcode} can't get future scratch space from txn with index ${index}`);
  }
  const value = effects?.scratch?.[slot];
  if (value === undefined) {
    throw new AvmError(`${opcode} lookup of txn ${index} that did not run a program`);
  }
  return value;
}
