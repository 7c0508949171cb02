/** Application calls: what creating, joining, leaving, changing and deleting an application does, around its program. */
import {
  addSchemas,
  type Application,
  type Schema,
  subtractSchemas,
} from '../ledger/applications.ts';
import type { State } from '../ledger/state.ts';
import { onCompletion } from '../avm/environment.ts';
import { changesSizes, findProgramSizeProblem } from '../check/appl.ts';
import { findContractVersionProblem } from '../check/programVersion.ts';
import { checkSchema } from '../applications/stateAccess.ts';
import { checkProgram, type ProgramRun, runCall } from '../applications/runCall.ts';
import { TransactionError } from '../errors.ts';
import type { ApplyData, StateSchema } from '../wire/fields.ts';
import type { Apply, ApplyContext, AppliedTransaction } from './apply.ts';

export const applyApplicationCall: Apply = (context) => {
  const { txn, state } = context;
  const { apid, apan = onCompletion.noOp } = txn;
  const appId = apid ?? create(context);
  const created: ApplyData = apid === undefined ? { apid: appId } : {};
  context.call?.calls.noteOutcome(context.call.groupIndex, { applied: created });

  const app = state.apps.get(appId);
  checkCallable(txn, appId, app);
  if (apan === onCompletion.clearState) return { ...created, ...clear(context, appId, app) };
  if (apan === onCompletion.optIn) optIn(state, txn.snd, appId, app!);
  const run = runCall(context, { appId, program: app!.approvalProgram, created });
  if (!run.approved) throw new TransactionError('transaction rejected by ApprovalProgram');
  finish(context, appId);
  return { ...created, ...changesOf(run) };
};

function changesOf({ delta }: ProgramRun): ApplyData {
  return { dt: delta };
}

function create({ txn, state }: ApplyContext): bigint {
  // Applications and assets are numbered together, after the transaction that makes them.
  const appId = state.counter + 1n;
  const globalSchema = schemaOf(txn.apgs);
  const extraPages = txn.apep ?? 0n;
  state.apps.set(appId, {
    creator: txn.snd,
    approvalProgram: txn.apap ?? new Uint8Array(),
    clearProgram: txn.apsu ?? new Uint8Array(),
    globalSchema,
    localSchema: schemaOf(txn.apls),
    extraPages,
    version: 0n,
    globals: new Map(),
  });
  state.updateAccount(txn.snd, ({ appsCreated }) => ({ appsCreated: appsCreated + 1n }));
  takeRoom(state, txn.snd, { schema: globalSchema, extraPages });
  return appId;
}

function schemaOf({ nui = 0n, nbs = 0n }: StateSchema = {}): Schema {
  return { uints: nui, byteSlices: nbs };
}

function checkCallable(txn: AppliedTransaction, appId: bigint, app: Application | undefined): void {
  const { apid, apan = onCompletion.noOp, aprv } = txn;
  const version = app?.version ?? 0n;
  if (aprv !== undefined && version >= aprv) {
    throw new TransactionError(`app version (${version}) >= reject version (${aprv})`);
  }
  if (app === undefined && apan !== onCompletion.clearState) {
    throw new TransactionError(
      `only ClearState is supported for an application (${appId}) that does not exist`,
    );
  }
  if (apid !== undefined && apan !== onCompletion.updateApplication) return;
  const previous = app && { approval: app.approvalProgram, clear: app.clearProgram };
  const problem = findContractVersionProblem(txn.apap, txn.apsu, previous);
  if (problem !== undefined) throw new TransactionError(problem);
  checkProgram('ApprovalProgram', txn.apap!, txn);
  checkProgram('ClearStateProgram', txn.apsu!, txn);
}

/** Leaving is always possible: what the clear state program did is thrown away when it fails. */
function clear(context: ApplyContext, appId: bigint, app: Application | undefined): ApplyData {
  const { txn, state } = context;
  if (state.findLocalState(txn.snd, appId) === undefined) {
    throw new TransactionError(
      `cannot clear state: ${txn.snd} is not currently opted in to app ${appId}`,
    );
  }
  const run = app && runCall(context, { appId, program: app.clearProgram, created: {} });
  closeOut(state, txn.snd, appId);
  return run?.approved ? changesOf(run) : {};
}

function optIn(state: State, sender: string, appId: bigint, app: Application): void {
  if (state.findLocalState(sender, appId) !== undefined) {
    throw new TransactionError(`account ${sender} has already opted in to app ${appId}`);
  }
  state.putLocalState(sender, appId, { schema: app.localSchema, values: new Map() });
  state.updateAccount(sender, ({ appsOptedIn, appSchema }) => ({
    appsOptedIn: appsOptedIn + 1n,
    appSchema: addSchemas(appSchema, app.localSchema),
  }));
}

function closeOut(state: State, sender: string, appId: bigint): void {
  if (state.getAccount(sender).appsOptedIn === 0n) {
    throw new TransactionError(
      `account ${sender} is not opted in to any app, and in particular ${appId}`,
    );
  }
  const local = state.findLocalState(sender, appId);
  if (local === undefined) {
    throw new TransactionError(`account ${sender} is not opted in to app ${appId}`);
  }
  state.deleteLocalState(sender, appId);
  state.updateAccount(sender, ({ appsOptedIn, appSchema }) => ({
    appsOptedIn: appsOptedIn - 1n,
    appSchema: subtractSchemas(appSchema, local.schema),
  }));
}

function finish({ txn, state }: ApplyContext, appId: bigint): void {
  const { apan = onCompletion.noOp } = txn;
  if (apan === onCompletion.closeOut) closeOut(state, txn.snd, appId);
  else if (apan === onCompletion.deleteApplication) remove(state, appId);
  else if (apan === onCompletion.updateApplication) update(state, appId, txn);
}

function remove(state: State, appId: bigint): void {
  const app = state.apps.get(appId)!;
  state.updateAccount(app.creator, ({ appsCreated }) => ({ appsCreated: appsCreated - 1n }));
  giveRoomBack(state, app);
  state.apps.delete(appId);
}

function update(state: State, appId: bigint, txn: AppliedTransaction): void {
  const app = state.apps.get(appId)!;
  const isResized = changesSizes(txn);
  const sizeProblem = isResized ? undefined : findProgramSizeProblem(txn, app.extraPages);
  if (sizeProblem !== undefined) throw new TransactionError(sizeProblem);
  const { sizeSponsor: _, ...updated } = {
    ...app,
    approvalProgram: txn.apap!,
    clearProgram: txn.apsu!,
    version: app.version + 1n,
  };
  if (!isResized) {
    state.apps.set(appId, { ...updated, ...(app.sizeSponsor && { sizeSponsor: app.sizeSponsor }) });
    return;
  }
  giveRoomBack(state, app);
  const globalSchema = schemaOf(txn.apgs);
  const extraPages = txn.apep ?? 0n;
  checkNewSchema(app, globalSchema);
  takeRoom(state, txn.snd, { schema: globalSchema, extraPages });
  const sponsor = txn.snd === app.creator ? {} : { sizeSponsor: txn.snd };
  state.apps.set(appId, { ...updated, globalSchema, extraPages, ...sponsor });
}

function checkNewSchema(app: Application, schema: Schema): void {
  try {
    checkSchema(app.globals, schema);
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    throw new TransactionError(`unable to change global schema: ${error.message}`);
  }
}

type Room = { readonly schema: Schema; readonly extraPages: bigint };

function takeRoom(state: State, account: string, { schema, extraPages }: Room): void {
  state.updateAccount(account, ({ appSchema, appExtraPages }) => ({
    appSchema: addSchemas(appSchema, schema),
    appExtraPages: appExtraPages + extraPages,
  }));
}

/** From the account that keeps the minimum balance for the sizes of an application. */
function giveRoomBack(state: State, app: Application): void {
  state.updateAccount(app.sizeSponsor ?? app.creator, ({ appSchema, appExtraPages }) => ({
    appSchema: subtractSchemas(appSchema, app.globalSchema),
    appExtraPages: appExtraPages - app.extraPages,
  }));
}
