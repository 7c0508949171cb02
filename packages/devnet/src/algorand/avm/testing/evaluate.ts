import { toHex, typeNameOf, type Value } from '../value.ts';
import { assemble } from './assemble.ts';
import { runInWorld } from './world.ts';

/** What an opcode makes of values: the stack after it, or the sentence it fails with. */
export function evaluate(opcode: string, ...values: readonly Value[]): readonly Value[] | string {
  const pushes = values.map((value) =>
    typeof value === 'bigint' ? `pushint ${value}` : `pushbytes ${toHex(value)}`,
  );
  const { failure } = runInWorld(assemble([...pushes, opcode, 'err'].join('; ')));
  return failure!.reason === 'err opcode executed' ? failure!.stack : failure!.reason;
}

/** The stack after an opcode that does not fail, as integers. */
export function evaluateIntegers(opcode: string, ...values: readonly Value[]): readonly bigint[] {
  const result = evaluate(opcode, ...values);
  if (typeof result === 'string') throw new Error(`Expected a result of ${opcode}: ${result}`);
  return result.map((value) => {
    if (typeof value !== 'bigint') throw new Error(`Expected an integer: ${typeNameOf(value)}`);
    return value;
  });
}

/** The byte string an opcode leaves. */
export function evaluateBytes(opcode: string, ...values: readonly Value[]): Uint8Array {
  const [result] = evaluate(opcode, ...values);
  if (!(result instanceof Uint8Array)) throw new Error(`Expected a byte string of ${opcode}`);
  return result;
}
