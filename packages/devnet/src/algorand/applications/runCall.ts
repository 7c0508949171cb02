/** Runs the program of an application call in a layer of its own, and keeps what it changed when it approves. */
import { AvmError } from '../avm/avmError.ts';
import { onCompletion } from '../avm/environment.ts';
import { parseProgram, type Program } from '../avm/parseProgram.ts';
import { runProgram, type Run } from '../avm/run.ts';
import type { Value } from '../avm/value.ts';
import type { ApplyContext } from '../apply/apply.ts';
import { type ErrorData, TransactionError } from '../errors.ts';
import { State } from '../ledger/state.ts';
import { consensus } from '../params.ts';
import type { ApplyData, EvalDelta, Transaction } from '../wire/fields.ts';
import type { JsonValue } from '../wire/json.ts';
import { createEnvironment } from './environment.ts';
import type { GroupCalls } from './groupCalls.ts';

export type ProgramRun = { readonly approved: boolean; readonly delta: EvalDelta };

export type Call = {
  readonly appId: bigint;
  readonly program: Uint8Array;
  /** What the transaction brought before its program ran. */
  readonly created: ApplyData;
};

/**
 * Throws when an approval program fails; one that rejects is answered. A clear state program never fails its
 * transaction: it is answered as not approved.
 */
export function runCall(context: ApplyContext, { appId, program, created }: Call): ProgramRun {
  const { calls, groupIndex, chain } = context.call!;
  const { txn } = context;
  const isClear = txn.apan === onCompletion.clearState;
  if (isClear && calls.budget.remaining < consensus.maxAppProgramCost) {
    throw new TransactionError(
      `attempted ClearState execution with low OpcodeBudget ${calls.budget.remaining}`,
    );
  }
  if (txn.apid === undefined) calls.resources.addCreatedApp(appId, txn);
  const parsed = parseProgram(program);
  const state = new State(context.state);
  calls.overrides.unnamed?.beginProgram(groupIndex, parsed.version, state);
  calls.checkReadBudget(state);
  const { environment, delta } = createEnvironment({
    calls,
    groupIndex,
    txn,
    appId,
    version: parsed.version,
    state,
    chain,
  });
  const run = findBeginFailure(parsed, txn, appId) ?? runProgram(parsed, environment);
  const changes = delta.finish(run.logs);
  const { cost, scratch } = run;
  calls.noteOutcome(groupIndex, { cost, scratch, applied: { ...created, dt: changes } });
  if (run.failure !== undefined && !isClear) throw callError(run, { calls, groupIndex, appId });
  if (run.approved) {
    calls.countProgramWrites(appId, txn);
    state.commit();
  }
  return { approved: run.approved, delta: changes };
}

/** Checks a program that a transaction brings, before anything else is done with it. */
export function checkProgram(name: string, program: Uint8Array, txn: Transaction): void {
  try {
    if (isTooOldForAccess(parseProgram(program), txn)) throw new AvmError(tooOldForAccess);
  } catch (error) {
    if (!(error instanceof AvmError)) throw error;
    throw new TransactionError(`check failed on ${name}: ${error.message}`);
  }
}

const sharedResourcesVersion = 9;
const tooOldForAccess = 'pre-sharedResources program cannot be invoked with tx.Access';

/** Programs of before sharing do not know pairs of resources that must be named by themselves. */
function isTooOldForAccess({ version }: Program, { al }: Transaction): boolean {
  return version < sharedResourcesVersion && al !== undefined;
}

/** A program that may not even begin fails before its first instruction. */
function findBeginFailure(program: Program, txn: Transaction, appId: bigint): Run | undefined {
  if (!isTooOldForAccess(program, txn)) return undefined;
  const message = `logic eval error: ${tooOldForAccess}. Details: app=${appId}, pc=0`;
  const failure = { message, reason: tooOldForAccess, pc: 0, stack: [] };
  return { approved: false, failure, cost: 0, logs: [], scratch: [] };
}

type Place = { readonly calls: GroupCalls; readonly groupIndex: number; readonly appId: bigint };

/** The failure with the state of all programs so far, as algod answers it. */
function callError(run: Run, { calls, groupIndex, appId }: Place): TransactionError {
  const { message, pc, stack } = run.failure!;
  const states: JsonValue[] = calls.group.slice(0, groupIndex).map(({ effects }) => ({
    scratch: scratchToJson(effects?.scratch ?? []),
    logs: logsToJson(effects?.logs ?? []),
  }));
  states.push({
    scratch: scratchToJson(run.scratch),
    stack: stack.length === 0 ? undefined : stack.map(valueToJson),
    logs: logsToJson(run.logs),
  });
  const data: ErrorData = {
    'app-index': appId,
    'eval-states': states,
    'group-index': groupIndex,
    pc,
  };
  return new TransactionError(message, { data });
}

function scratchToJson(scratch: readonly Value[]): JsonValue | undefined {
  const last = scratch.findLastIndex((value) => value !== 0n);
  return last < 0 ? undefined : scratch.slice(0, last + 1).map(valueToJson);
}

function logsToJson(logs: readonly Uint8Array[]): JsonValue | undefined {
  return logs.length === 0 ? undefined : logs.map(valueToJson);
}

function valueToJson(value: Value): JsonValue {
  return typeof value === 'bigint' ? value : Buffer.from(value).toString('base64');
}
