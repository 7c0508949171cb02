import { expect, test } from 'vitest';
import { opcodes } from './opcodeTable.ts';
import { allExamples } from './testing/examples/all.ts';
import { expectedLogs, logsOf } from './testing/example.ts';
import { runInWorld } from './testing/world.ts';

test.each(allExamples)('$opcode: $source', ({ program, values, sentence }) => {
  const run = runInWorld(program);

  if (values !== undefined) {
    expect(run.failure).toBeUndefined();
    expect(run.approved).toBe(true);
    expect(logsOf(run)).toEqual(expectedLogs(values));
  } else {
    expect(run.approved).toBe(false);
    expect(run.failure?.reason ?? 'rejected').toBe(sentence);
  }
});

test('every opcode has an example', () => {
  const shown = new Set(allExamples.map(({ opcode }) => opcode));

  expect([...new Set(opcodes.map(({ name }) => name))].filter((name) => !shown.has(name))).toEqual(
    [],
  );
});
