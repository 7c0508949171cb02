/** Global and local states as programs read and change them, within their schemas. */
import { AvmError } from '../avm/avmError.ts';
import type { Environment } from '../avm/environment.ts';
import type { Value } from '../avm/value.ts';
import {
  type Application,
  countValues,
  type KeyValues,
  type Schema,
} from '../ledger/applications.ts';
import type { RunContext } from './environment.ts';

export function globalAccess(run: RunContext): Environment['globals'] {
  const { state, references, delta, appId } = run;
  const getApp = (id: bigint): Application => {
    const app = state.apps.get(id);
    if (app === undefined) throw new AvmError(`app ${id} does not exist`);
    return app;
  };
  return {
    get: (reference, key) => getApp(references.app(reference)).globals.get(toText(key)),

    put: (key, value) => {
      const app = getApp(appId);
      const name = toText(key);
      if (!isSame(app.globals.get(name), value)) delta.setGlobal(name, value);
      const globals = new Map(app.globals).set(name, value);
      checkSchema(globals, app.globalSchema);
      state.apps.set(appId, { ...app, globals });
    },

    delete: (key) => {
      const app = getApp(appId);
      const name = toText(key);
      if (!app.globals.has(name)) return;
      delta.setGlobal(name, undefined);
      state.apps.set(appId, { ...app, globals: without(app.globals, name) });
    },
  };
}

export function localAccess(run: RunContext): Environment['locals'] {
  const { state, references, delta, appId, txn } = run;
  const { snd: sender = '', apat: accounts = [] } = txn;
  const refuse = (verb: string, account: string, id: bigint): never => {
    throw new AvmError(`cannot ${verb} key, ${account} has not opted in to app ${id}`);
  };
  return {
    isOptedIn: (accountReference, appReference) => {
      const { account, appId: id } = references.local(accountReference, appReference);
      return state.findLocalState(account, id) !== undefined;
    },

    get: (accountReference, appReference, key) => {
      const { account, appId: id } = references.local(accountReference, appReference);
      const local = state.findLocalState(account, id) ?? refuse('fetch', account, id);
      return local.values.get(toText(key));
    },

    put: (accountReference, key, value) => {
      const account = references.ownLocal(accountReference);
      const local = state.findLocalState(account, appId) ?? refuse('fetch', account, appId);
      const name = toText(key);
      if (!isSame(local.values.get(name), value)) {
        delta.setLocal({ account, sender, accounts, key: name, value });
      }
      const values = new Map(local.values).set(name, value);
      checkSchema(values, local.schema);
      state.putLocalState(account, appId, { ...local, values });
    },

    delete: (accountReference, key) => {
      const account = references.ownLocal(accountReference);
      const local = state.findLocalState(account, appId) ?? refuse('del', account, appId);
      const name = toText(key);
      if (!local.values.has(name)) return;
      delta.setLocal({ account, sender, accounts, key: name, value: undefined });
      state.putLocalState(account, appId, { ...local, values: without(local.values, name) });
    },
  };
}

/** Throws when there are more values than the schema has room for. */
export function checkSchema(values: KeyValues, schema: Schema): void {
  const used = countValues(values);
  if (used.uints > schema.uints) {
    throw new AvmError(
      `store integer count ${used.uints} exceeds schema integer count ${schema.uints}`,
    );
  }
  if (used.byteSlices > schema.byteSlices) {
    throw new AvmError(
      `store bytes count ${used.byteSlices} exceeds schema bytes count ${schema.byteSlices}`,
    );
  }
}

function toText(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1');
}

function isSame(before: Value | undefined, after: Value): boolean {
  if (typeof before !== 'object' || typeof after !== 'object') return before === after;
  return Buffer.from(before.buffer, before.byteOffset, before.length).equals(after);
}

function without(values: KeyValues, key: string): KeyValues {
  const rest = new Map(values);
  rest.delete(key);
  return rest;
}
