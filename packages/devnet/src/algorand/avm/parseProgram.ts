/** From bytes to instructions: version, immediates and branch targets, checked as algod checks a program it is given. */

/** A program that passed the checks. */
export type Program = {
  readonly bytes: Uint8Array;
  readonly version: number;
};

/**
 * @throws {AvmError} With algod's sentence, such as "pc=  1 illegal opcode 0xff"; an opcode that algod knows and this
 * node does not: "pc=  1 opcode vrf_verify is not supported by the devnet".
 */
export function parseProgram(bytes: Uint8Array): Program {
  void bytes;
  throw new Error('Cannot parse programs: the interpreter is being built');
}
