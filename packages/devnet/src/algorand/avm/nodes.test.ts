/**
 * The examples on a node, in simulations: on a real algod when one is given (ALGOD_URL, ALGOD_TOKEN,
 * ALGOD_FUNDER_MNEMONIC), on this package's node otherwise. Logs, sentences and costs are the interpreter's.
 */
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { findAlgod, useTarget } from '../conformance/target.ts';
import { assemble } from './testing/assemble.ts';
import { allExamples } from './testing/examples/all.ts';
import { logsOf } from './testing/example.ts';
import { installWorld, type NodeWorld } from './testing/nodeWorld.ts';
import { acceptedPrograms, refusedPrograms } from './testing/programs.ts';
import { randomProgram } from './testing/randomProgram.ts';
import { runInWorld } from './testing/world.ts';

/** What the call before the one of the program takes from the budget of the group. */
const costBefore = 10;

const target = useTarget();
let world: NodeWorld;
beforeAll(async () => {
  world = await installWorld(target.current);
});

test.each(allExamples)('$opcode: $source', ({ program }) => compare(program));

test('random programs end alike', async () => {
  await fc.assert(
    fc.asyncProperty(randomProgram, (source) => compare(assemble(source))),
    { numRuns: 300, endOnFailure: true },
  );
}, 120_000);

test.each(refusedPrograms)('a program is not taken: $why', async ({ hex, sentence, oursOnly }) => {
  if (oursOnly && findAlgod() !== undefined) return;

  const { failure } = await world.simulateCreation(Buffer.from(hex, 'hex'));

  expect(failure).toContain(sentence);
});

test.each(acceptedPrograms)('a program is taken: $why', async ({ hex }) => {
  const { failure } = await world.simulateCreation(Buffer.from(hex, 'hex'));

  expect(failure ?? '').not.toContain('check failed');
});

async function compare(program: Uint8Array): Promise<void> {
  const ours = runInWorld(program);

  const theirs = await world.simulate(program);

  expect(theirs.logs).toEqual(logsOf(ours));
  expect(theirs.cost).toBe(ours.cost + costBefore);
  if (ours.failure !== undefined) {
    expect(withoutIds(theirs.failure!)).toBe(withoutIds(ours.failure.message));
  } else if (ours.approved) {
    expect(theirs.failure).toBeUndefined();
  } else {
    expect(theirs.failure).toContain('rejected by ApprovalProgram');
  }
}

/** What the interpreter says of a failure, without the ids that differ between chains. */
function withoutIds(sentence: string): string {
  return sentence.replace(/^transaction \w+: /, '').replace(/ app=\d+,/, '');
}
