/** Boxes: byte strings of up to 32 kB that an application keeps by name. */
import { consensus } from '../../params.ts';
import { AvmError } from '../avmError.ts';
import type { BoxPurpose } from '../environment.ts';
import { type Machine, popBytes, popUint } from '../machine.ts';
import type { Opcode } from '../opcode.ts';
import { fromBoolean, toHex, uint64Max } from '../value.ts';
import { extract, replace } from './bytes.ts';

const none = new Uint8Array();

export const boxes: readonly Opcode[] = [
  {
    code: 0xb9,
    name: 'box_create',
    since: 8,
    stack: 'boxName uint64 -> bool',
    run(machine) {
      const size = popUint(machine);
      const name = popBytes(machine);
      checkLengths(name, size);
      const existing = machine.environment.boxes.open(name, 'create', size);
      if (existing === undefined) {
        machine.environment.boxes.create(name, new Uint8Array(Number(size)));
      } else if (BigInt(existing.length) !== size) {
        throw new AvmError(`box size mismatch ${existing.length} ${size}`);
      }
      machine.stack.push(fromBoolean(existing === undefined));
    },
  },
  {
    code: 0xba,
    name: 'box_extract',
    since: 8,
    stack: 'boxName uint64 uint64 -> []byte',
    run(machine) {
      const length = popUint(machine);
      const start = popUint(machine);
      const name = popBytes(machine);
      checkLengths(name, saturate(start + length));
      machine.stack.push(extract(openExisting(machine, name, 'read'), start, length));
    },
  },
  {
    code: 0xbb,
    name: 'box_replace',
    since: 8,
    stack: 'boxName uint64 []byte ->',
    run(machine) {
      const replacement = popBytes(machine);
      const start = popUint(machine);
      const name = popBytes(machine);
      checkLengths(name, saturate(start + BigInt(replacement.length)));
      const content = openExisting(machine, name, 'write');
      machine.environment.boxes.write(name, replace(content, start, replacement));
    },
  },
  {
    code: 0xbc,
    name: 'box_del',
    since: 8,
    stack: 'boxName -> bool',
    run(machine) {
      const name = popBytes(machine);
      const existed = open(machine, name, 'delete') !== undefined;
      if (existed) machine.environment.boxes.delete(name);
      machine.stack.push(fromBoolean(existed));
    },
  },
  {
    code: 0xbd,
    name: 'box_len',
    since: 8,
    stack: 'boxName -> uint64 bool',
    run(machine) {
      const content = open(machine, popBytes(machine), 'read');
      machine.stack.push(BigInt(content?.length ?? 0), fromBoolean(content !== undefined));
    },
  },
  {
    code: 0xbe,
    name: 'box_get',
    since: 8,
    stack: 'boxName -> []byte bool',
    run(machine) {
      const content = open(machine, popBytes(machine), 'read');
      machine.stack.push(content ?? none, fromBoolean(content !== undefined));
    },
  },
  {
    code: 0xbf,
    name: 'box_put',
    since: 8,
    stack: 'boxName []byte ->',
    run(machine) {
      const value = popBytes(machine);
      const name = popBytes(machine);
      const size = BigInt(value.length);
      checkLengths(name, size);
      const existing = machine.environment.boxes.open(name, 'write', size);
      if (existing === undefined) {
        machine.environment.boxes.create(name, value);
        return;
      }
      if (existing.length !== value.length) {
        throw new AvmError(`attempt to box_put wrong size ${existing.length} != ${value.length}`);
      }
      machine.environment.boxes.write(name, value);
    },
  },
  {
    code: 0xd2,
    name: 'box_splice',
    since: 10,
    stack: 'boxName uint64 uint64 []byte ->',
    run(machine) {
      const replacement = popBytes(machine);
      const length = popUint(machine);
      const start = popUint(machine);
      const name = popBytes(machine);
      checkLengths(name, 0n);
      const content = openExisting(machine, name, 'write');
      machine.environment.boxes.write(name, splice(content, { start, length, replacement }));
    },
  },
  {
    code: 0xd3,
    name: 'box_resize',
    since: 10,
    stack: 'boxName uint64 ->',
    run(machine) {
      const size = popUint(machine);
      const name = popBytes(machine);
      checkLengths(name, size);
      const content = openExisting(machine, name, 'resize', size);
      const resized = new Uint8Array(Number(size));
      resized.set(content.subarray(0, resized.length));
      machine.environment.boxes.delete(name);
      machine.environment.boxes.create(name, resized);
    },
  },
];

function open(machine: Machine, name: Uint8Array, purpose: BoxPurpose): Uint8Array | undefined {
  checkLengths(name, 0n);
  return machine.environment.boxes.open(name, purpose, 0n);
}

function openExisting(
  machine: Machine,
  name: Uint8Array,
  purpose: BoxPurpose,
  size = 0n,
): Uint8Array {
  const content = machine.environment.boxes.open(name, purpose, size);
  if (content === undefined) throw new AvmError(`no such box ${toHex(name)}`);
  return content;
}

function checkLengths(name: Uint8Array, size: bigint): void {
  if (name.length === 0) throw new AvmError('box names may not be zero length');
  if (name.length > consensus.maxAppKeyBytes) {
    throw new AvmError(
      `name too long: length was ${name.length}, maximum is ${consensus.maxAppKeyBytes}`,
    );
  }
  if (size > consensus.maxBoxBytes) {
    throw new AvmError(`box size too large: ${size}, maximum is ${consensus.maxBoxBytes}`);
  }
}

function saturate(value: bigint): bigint {
  return value > uint64Max ? uint64Max : value;
}

type Splice = {
  readonly start: bigint;
  /** How many bytes the replacement stands in for. */
  readonly length: bigint;
  readonly replacement: Uint8Array;
};

/** The content keeps its length: what moves out at the end is lost, what moves in is zero. */
function splice(content: Uint8Array, { start, length, replacement }: Splice): Uint8Array {
  const end = start + length;
  if (start > content.length) {
    throw new AvmError(`replacement start ${start} beyond length: ${content.length}`);
  }
  if (end > uint64Max) throw new AvmError('splice end exceeds uint64');
  if (end > content.length) {
    throw new AvmError(`splice end ${end} beyond original length: ${content.length}`);
  }
  const rest = Number(start) + replacement.length;
  if (rest > content.length) throw new AvmError('splice inserted bytes too long');
  const changed = new Uint8Array(content.length);
  changed.set(content.subarray(0, Number(start)));
  changed.set(replacement, Number(start));
  changed.set(content.subarray(Number(end), Number(end) + content.length - rest), rest);
  return changed;
}
