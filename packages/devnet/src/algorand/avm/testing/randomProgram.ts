/** Random programs that get somewhere: of the opcodes drawn for each line, the first that does not fail is taken. */
import fc from 'fast-check';
import type { Immediate } from '../opcode.ts';
import { opcodesOfVersion, type RunnableOpcode } from '../opcodeTable.ts';
import { toHex, uint64Max, type Value } from '../value.ts';
import { assemble } from './assemble.ts';
import { tellAll } from './example.ts';
import { runInWorld } from './world.ts';

const version = 12;

/** What reads or refuses by what the two worlds need not have alike, and what does not lead on from line to line. */
const leftOut = new Set([
  'acct_params_get',
  'app_global_get_ex',
  'app_global_put',
  'app_local_del',
  'app_local_get',
  'app_local_get_ex',
  'app_local_put',
  'app_opted_in',
  'app_params_get',
  'asset_holding_get',
  'asset_params_get',
  'b',
  'balance',
  'block',
  'bnz',
  'bz',
  'callsub',
  'err',
  'gaid',
  'gaids',
  'global',
  'log',
  'min_balance',
  'proto',
  'retsub',
  'return',
  'switch',
]);

const opcodes: readonly RunnableOpcode[] = opcodesOfVersion(version).flatMap((entry) =>
  entry?.kind === 'runs' && !leftOut.has(entry.opcode.name) && !entry.opcode.name.includes('txn')
    ? [entry.opcode]
    : [],
);

const constants = opcodes.filter(({ name }) => name === 'pushint' || name === 'pushbytes');

const integer = fc.oneof(
  fc.constantFrom(0n, 1n, 2n, 8n, 63n, 64n, 255n, 1000n, uint64Max - 1n, uint64Max),
  fc.bigInt(0n, 70n),
  fc.bigInt(0n, uint64Max),
);
const byteString = fc.oneof(
  fc.constantFrom('box', 'new', 'count', 'name').map((name) => Buffer.from(name)),
  fc.uint8Array({ maxLength: 12 }),
  fc.uint8Array({ minLength: 30, maxLength: 70 }),
);

const line = fc.record({
  drawn: fc.array(fc.oneof(fc.constantFrom(...opcodes), fc.constantFrom(...constants)), {
    minLength: 6,
    maxLength: 6,
  }),
  numbers: fc.tuple(fc.nat(5), fc.nat(5)),
  constants: fc.tuple(integer, byteString),
  mayFail: fc.nat(30).map((number) => number === 0),
});
type Line = typeof line extends fc.Arbitrary<infer L> ? L : never;

export const randomProgram: fc.Arbitrary<string> = fc
  .array(line, { minLength: 5, maxLength: 50 })
  .map(build);

function build(lines: readonly Line[]): string {
  let source = 'pushint 1';
  let stack: readonly Value[] = [1n];
  for (const { drawn, mayFail, ...line } of lines) {
    const found = drawn
      .filter((opcode) => takesFit(opcode, stack))
      .map((opcode) => `${source}; ${write(opcode, line)}`)
      .map((longer) => ({ longer, after: stackAfter(longer) }))
      .find(({ after }) => after !== undefined || mayFail);
    if (found === undefined) continue;
    source = found.longer;
    if (found.after === undefined) return source;
    stack = found.after;
  }
  return `${source}; ${tellAll(stack)}`;
}

function stackAfter(source: string): readonly Value[] | undefined {
  const { failure } = runInWorld(assemble(`${source}; err`, version));
  return failure?.reason === 'err opcode executed' ? failure.stack : undefined;
}

function takesFit({ takes, gives, immediates }: RunnableOpcode, stack: readonly Value[]): boolean {
  const top = stack.slice(stack.length - takes.length);
  if (
    takes.length > stack.length ||
    takes.length + gives.length + (immediates ?? []).length === 0
  ) {
    return false;
  }
  return takes.every((type, index) => {
    const isInteger = type === 'uint64' || type === 'bool';
    return type === 'any' || (typeof top[index] === 'bigint') === isInteger;
  });
}

function write(
  { name, immediates = [] }: RunnableOpcode,
  { numbers, constants }: Pick<Line, 'numbers' | 'constants'>,
): string {
  const words = immediates.map((kind, index) => writeImmediate(kind, numbers[index]!, constants));
  return [name, ...words].join(' ');
}

function writeImmediate(
  kind: Immediate,
  number: number,
  [integerConstant, bytes]: Line['constants'],
): string {
  if (typeof kind === 'object') return String(number);
  if (kind === 'varuint' || kind === 'varuints') return String(integerConstant);
  if (kind === 'bytes' || kind === 'bytess') return toHex(bytes);
  if (kind === 'labels') return '';
  return String(kind === 'int8' ? -number : number);
}
