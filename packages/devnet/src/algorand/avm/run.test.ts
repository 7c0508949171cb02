/** How a run ends, and what it shares with the calls beside it. Single opcodes are in `examples.test.ts`. */
import { expect, test } from 'vitest';
import { TransactionError } from '../errors.ts';
import { onCompletion } from './environment.ts';
import { parseProgram } from './parseProgram.ts';
import { runProgram } from './run.ts';
import { assemble } from './testing/assemble.ts';
import { createWorld } from './testing/world.ts';

const parsed = (source: string) => parseProgram(assemble(source));

test.each([
  ['one value that is not zero', 'pushint 2', true, undefined],
  ['zero', 'pushint 0', false, undefined],
  ['nothing', 'b end; end:', false, 'stack len is 0 instead of 1'],
  ['two values', 'pushints 1 1', false, 'stack len is 2 instead of 1'],
  ['bytes', 'pushbytes 0x01', false, 'stack finished with bytes not int'],
])('a program that ends with %s', (_, source, approved, reason) => {
  const run = runProgram(parsed(source), createWorld());

  expect(run.approved).toBe(approved);
  expect(run.failure?.reason).toBe(reason);
});

test('a failure says where it was, and the stack it met is all there', () => {
  const program = parsed('pushbytes "x"; pushints 7 0; /; pushint 1');

  const { failure, approved } = runProgram(program, createWorld());

  expect(approved).toBe(false);
  expect(failure).toEqual({
    message: 'logic eval error: / 0. Details: app=1001, pc=8',
    reason: '/ 0',
    pc: 8,
    stack: [Uint8Array.of(120), 7n, 0n],
  });
});

test('a simulation shows the opcodes before a failure, with their constants and labels', () => {
  const program = parsed(
    'intcblock 1 7; bytecblock "hi" 0x00ff; intc_1; b on; on: bytec_0; bytec 1; callsub sub; err; sub: proto 0 0; retsub',
  );

  const { failure } = runProgram(program, { ...createWorld(), showsOpcodes: true });

  expect(failure?.message).toBe(
    'logic eval error: err opcode executed. Details: app=1001, pc=23, ' +
      'opcodes=bytec 1 // 0x00ff; callsub label2; err; label2:',
  );
});

test('all calls of a group draw from one budget', () => {
  const budget = { remaining: 10 };
  const program = parsed('pushint 1; dup; pop');

  const runs = [1, 2, 3, 4].map(() => runProgram(program, { ...createWorld(), budget }));

  expect(runs.map(({ cost }) => cost)).toEqual([3, 3, 3, 1]);
  expect(runs.map(({ failure }) => failure?.reason)).toEqual([
    undefined,
    undefined,
    undefined,
    'dynamic cost budget exceeded, executing dup: local program cost was 1',
  ]);
  expect(budget.remaining).toBe(0);
});

test('a clear state program has the budget of one call, however much the group has', () => {
  const world = createWorld();
  const group = world.group.with(2, {
    ...world.group[2]!,
    txn: { ...world.group[2]!.txn, apan: onCompletion.clearState },
  });
  const budget = { remaining: 10_000 };

  const run = runProgram(parsed('again: b again'), { ...world, group, budget });

  expect(run.cost).toBe(700);
  expect(budget.remaining).toBe(9_300);
});

test('what the ledger refuses ends the program with its sentence', () => {
  const world = createWorld();
  const globals = {
    ...world.globals,
    put() {
      throw new TransactionError('store integer count 3 exceeds schema integer count 2');
    },
  };

  const run = runProgram(parsed('pushbytes "k"; pushint 1; app_global_put'), { ...world, globals });

  expect(run.failure?.reason).toBe('store integer count 3 exceeds schema integer count 2');
});

test('a fault of this node is not taken for one of the program', () => {
  const world = createWorld();
  const globals = {
    ...world.globals,
    get() {
      throw new RangeError('broken');
    },
  };

  expect(() => runProgram(parsed('pushbytes "k"; app_global_get'), { ...world, globals })).toThrow(
    new RangeError('broken'),
  );
});

test('a simulation may allow more logs', () => {
  const program = parsed(`pushint 40; again: pushbytes "a"; log; pushint 1; -; dup; bnz again; !`);

  const run = runProgram(program, { ...createWorld(), logLimits: { calls: 100, bytes: 100 } });

  expect(run.approved).toBe(true);
  expect(run.logs.length).toBe(40);
});

test.each([2, 3])('a program of version %i names accounts by index only', (version) => {
  const program = parseProgram(assemble('txn Sender; balance', version));

  const run = runProgram(program, createWorld());

  expect(run.failure?.reason).toBe('balance arg 0 wanted uint64 but got []byte');
});

test('a field that is newer than the program does not exist for it', () => {
  const program = parseProgram(assemble('global OpcodeBudget', 5));

  const run = runProgram(program, createWorld());

  expect(run.failure?.reason).toBe('invalid global field OpcodeBudget');
});

test.each([
  ['gload 3 0', "gload can't get future scratch space from txn with index 3"],
  [
    'gaid 3',
    "gaid can't get creatable ID of txn ahead of the current one (index 3) in the transaction group",
  ],
  ['gtxn 3 NumLogs', 'txn effects can only be read from past txns 3 2'],
])('what a later transaction will do cannot be read: %s', (source, reason) => {
  const world = createWorld();
  const group = [...world.group, { txn: { type: 'appl' }, id: new Uint8Array(32) }];

  expect(runProgram(parsed(source), { ...world, group }).failure?.reason).toBe(reason);
});
