/** Reading the transactions of the group. The forms differ only in where the indices come from. */
import { AvmError } from '../avmError.ts';
import { findField } from '../fields/field.ts';
import { transactionFields } from '../fields/transactionFields.ts';
import { type Machine, popUint } from '../machine.ts';
import type { FieldNames, Opcode } from '../opcode.ts';
import type { Value } from '../value.ts';

const scalars: FieldNames = transactionFields.map((field) =>
  'read' in field ? field.name : undefined,
);
const arrays: FieldNames = transactionFields.map((field) =>
  'list' in field ? field.name : undefined,
);

export const transactions: readonly Opcode[] = [
  {
    code: 0x31,
    name: 'txn',
    since: 1,
    stack: '-> any',
    immediates: [scalars],
    run: (machine, { operands: [field] }) => push(machine, { field: field! }),
  },
  {
    code: 0x33,
    name: 'gtxn',
    since: 1,
    stack: '-> any',
    immediates: ['uint8', scalars],
    run: (machine, { operands: [index, field] }) =>
      push(machine, { index: BigInt(index!), field: field! }),
  },
  {
    code: 0x36,
    name: 'txna',
    since: 2,
    stack: '-> any',
    immediates: [arrays, 'uint8'],
    run: (machine, { operands: [field, item] }) =>
      push(machine, { field: field!, item: BigInt(item!) }),
  },
  {
    code: 0x37,
    name: 'gtxna',
    since: 2,
    stack: '-> any',
    immediates: ['uint8', arrays, 'uint8'],
    run: (machine, { operands: [index, field, item] }) =>
      push(machine, { index: BigInt(index!), field: field!, item: BigInt(item!) }),
  },
  {
    code: 0x38,
    name: 'gtxns',
    since: 3,
    stack: 'uint64 -> any',
    immediates: [scalars],
    run: (machine, { operands: [field] }) =>
      push(machine, { index: popUint(machine), field: field! }),
  },
  {
    code: 0x39,
    name: 'gtxnsa',
    since: 3,
    stack: 'uint64 -> any',
    immediates: [arrays, 'uint8'],
    run: (machine, { operands: [field, item] }) =>
      push(machine, { index: popUint(machine), field: field!, item: BigInt(item!) }),
  },
  {
    code: 0xc0,
    name: 'txnas',
    since: 5,
    stack: 'uint64 -> any',
    immediates: [arrays],
    run: (machine, { operands: [field] }) =>
      push(machine, { field: field!, item: popUint(machine) }),
  },
  {
    code: 0xc1,
    name: 'gtxnas',
    since: 5,
    stack: 'uint64 -> any',
    immediates: ['uint8', arrays],
    run: (machine, { operands: [index, field] }) =>
      push(machine, { index: BigInt(index!), field: field!, item: popUint(machine) }),
  },
  {
    code: 0xc2,
    name: 'gtxnsas',
    since: 5,
    stack: 'uint64 uint64 -> any',
    immediates: [arrays],
    run(machine, { operands: [field] }) {
      const item = popUint(machine);
      push(machine, { index: popUint(machine), field: field!, item });
    },
  },
  {
    code: 0x3c,
    name: 'gaid',
    since: 4,
    stack: '-> uint64',
    immediates: ['uint8'],
    run: (machine, { operands: [index] }) =>
      void machine.stack.push(createdId(machine, 'gaid', BigInt(index!))),
  },
  {
    code: 0x3d,
    name: 'gaids',
    since: 4,
    stack: 'uint64 -> uint64',
    run: (machine) => void machine.stack.push(createdId(machine, 'gaids', popUint(machine))),
  },
];

type Selection = {
  readonly field: number;
  /** Index in the group. @default the running transaction */
  readonly index?: bigint;
  /** Index in an array field; absent for the opcodes that read single values. */
  readonly item?: bigint;
};

function push(machine: Machine, selection: Selection): void {
  machine.stack.push(read(machine, selection));
}

function read({ environment, program }: Machine, selection: Selection): Value {
  const { group, groupIndex } = environment;
  const { index = BigInt(groupIndex), item } = selection;
  const field = findField(transactionFields, selection.field, program.version);
  const name = transactionFields[selection.field]?.name ?? `TxnField(${selection.field})`;
  if (field === undefined) throw new AvmError(`invalid txn field ${name}`);
  if (item !== undefined && !('list' in field)) {
    throw new AvmError(`unsupported array field ${name}`);
  }
  if (item === undefined && 'list' in field) throw new AvmError(`invalid txn field ${name}`);
  if (field.isEffect && index >= groupIndex) {
    throw new AvmError(`txn effects can only be read from past txns ${index} ${groupIndex}`);
  }
  if (index >= group.length) {
    throw new AvmError(`txn index ${index}, len(group) is ${group.length}`);
  }
  if (field.isEffect && program.version < 6) {
    throw new AvmError('Unable to obtain effects from top-level transactions');
  }
  const place = { ...group[Number(index)]!, index: Number(index), environment };
  if ('read' in field) return field.read(place);
  const value = field.list(place)[Number(item)];
  if (value === undefined) throw new AvmError(`invalid ${name} index ${item}`);
  return value;
}

/** The asset or application that an earlier transaction of the group created. */
function createdId({ environment }: Machine, opcode: string, index: bigint): bigint {
  const { group, groupIndex } = environment;
  if (index >= group.length) {
    throw new AvmError(`${opcode} lookup TxnGroup[${index}] but it only has ${group.length}`);
  }
  if (index > groupIndex) {
    throw new AvmError(
      `${opcode} can't get creatable ID of txn ahead of the current one (index ${index}) in the transaction group`,
    );
  }
  if (index === BigInt(groupIndex)) {
    throw new AvmError(
      `${opcode} is only for accessing creatable IDs of previous txns, ` +
        "use `global CurrentApplicationID` instead to access the current app's creatable ID",
    );
  }
  const { txn, effects } = group[Number(index)]!;
  if (txn.type !== 'appl' && txn.type !== 'acfg') {
    throw new AvmError(
      `can't use ${opcode} on txn that is not an app call nor an asset config txn with index ${index}`,
    );
  }
  const id = effects?.createdAssetId || effects?.createdApplicationId;
  if (!id) throw new AvmError(`${opcode}: index ${index} did not create anything`);
  return id;
}
