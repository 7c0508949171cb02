/** The form of an application call: what algod checks of it without asking the ledger, in its order and words. */
import { zeroAddress } from '../address.ts';
import { onCompletion } from '../avm/environment.ts';
import { consensus } from '../params.ts';
import type { ResourceReference, StateSchema, Transaction } from '../wire/fields.ts';
import { findContractVersionProblem } from './programVersion.ts';

export function findApplicationCallProblem(txn: Transaction): string | undefined {
  return (
    findActionProblem(txn) ??
    findProgramProblem(txn) ??
    findSizeChangeProblem(txn) ??
    findArgumentProblem(txn) ??
    (txn.al === undefined ? findReferenceProblem(txn) : findAccessProblem(txn)) ??
    findBoxProblem(txn) ??
    findSchemaProblem(txn)
  );
}

function findActionProblem({ apan = 0n, apid, aprv }: Transaction): string | undefined {
  if (apan > onCompletion.deleteApplication) return `invalid application OnCompletion (${apan})`;
  return aprv !== undefined && apid === undefined
    ? 'tx.RejectVersion cannot be set during creation'
    : undefined;
}

function findProgramProblem({ apid, apan = 0n, apap, apsu }: Transaction): string | undefined {
  if (apid === undefined || apan === onCompletion.updateApplication) {
    return findContractVersionProblem(apap, apsu);
  }
  return apap !== undefined || apsu !== undefined
    ? 'programs may only be specified during application creation or update'
    : undefined;
}

/** Whether an update also changes the sizes of the application. */
export function changesSizes({ apan, apep, apgs }: Transaction): boolean {
  return apan === onCompletion.updateApplication && (apep !== undefined || apgs !== undefined);
}

function findSizeChangeProblem(txn: Transaction): string | undefined {
  const { apid, apep = 0n, apls, apgs } = txn;
  if (apep > consensus.maxAbsoluteExtraPages) {
    return `tx.ExtraProgramPages exceeds MaxAbsoluteExtraProgramPages = ${consensus.maxAbsoluteExtraPages}`;
  }
  if (apid === undefined) return findProgramSizeProblem(txn, apep);
  if (apls !== undefined) {
    return `inappropriate non-zero tx.LocalStateSchema (${describeSchema(apls)})`;
  }
  if (changesSizes(txn)) return findProgramSizeProblem(txn, apep);
  if (apgs !== undefined) {
    return `inappropriate non-zero tx.GlobalStateSchema (${describeSchema(apgs)})`;
  }
  if (apep !== 0n) return `inappropriate non-zero tx.ExtraProgramPages (${apep})`;
  // How many pages the application has, the ledger knows; it asks again.
  return findProgramSizeProblem(txn, consensus.maxAbsoluteExtraPages);
}

function describeSchema({ nui = 0n, nbs = 0n }: StateSchema): string {
  return `{NumUint:${nui} NumByteSlice:${nbs}}`;
}

export function findProgramSizeProblem(
  { apap, apsu }: Transaction,
  extraPages: bigint,
): string | undefined {
  const approval = apap?.length ?? 0;
  const clear = apsu?.length ?? 0;
  const max = (1 + Number(extraPages)) * consensus.maxAppProgramBytes;
  if (approval > max) return `approval program too long. (${approval} > ${max})`;
  if (clear > max) return `clear state program too long. (${clear} > ${max})`;
  return approval + clear > max
    ? `app programs too long. (${approval} + ${clear} > ${max})`
    : undefined;
}

function findArgumentProblem({ apaa = [] }: Transaction): string | undefined {
  if (apaa.length > consensus.maxAppArgs) {
    return `tx.ApplicationArgs has too many arguments. ${apaa.length} > ${consensus.maxAppArgs}`;
  }
  const long = apaa.findIndex(({ length }) => length > consensus.maxAvmBytes);
  if (long >= 0) {
    return `tx.ApplicationArgs[${long}] length is too long. ${apaa[long]!.length} > ${consensus.maxAvmBytes}`;
  }
  const sum = apaa.reduce((total, { length }) => total + length, 0);
  return sum > consensus.maxAbsoluteTotalArgBytes
    ? `tx.ApplicationArgs total length is too long. ${sum} > ${consensus.maxAbsoluteTotalArgBytes}`
    : undefined;
}

function findReferenceProblem(txn: Transaction): string | undefined {
  const { apat = [], apfa = [], apas = [], apbx = [] } = txn;
  const max = consensus.maxAppReferences;
  if (apat.length > max) return `tx.Accounts too long, max number of accounts is ${max}`;
  if (apfa.length > max) return `tx.ForeignApps too long, max number of foreign apps is ${max}`;
  if (apas.length > max) {
    return `tx.ForeignAssets too long, max number of foreign assets is ${max}`;
  }
  if (apbx.length > max) return `tx.Boxes too long, max number of box references is ${max}`;
  return apat.length + apfa.length + apas.length + apbx.length > max
    ? `tx references exceed MaxAppTotalTxnReferences = ${max}`
    : undefined;
}

function findAccessProblem(txn: Transaction): string | undefined {
  const { al = [], apat, apfa, apas, apbx } = txn;
  if (al.length > consensus.maxAppAccess) {
    return `tx.Access too long, max number of references is ${consensus.maxAppAccess}`;
  }
  const others = { Accounts: apat, ForeignApps: apfa, ForeignAssets: apas, Boxes: apbx };
  for (const [name, list] of Object.entries(others)) {
    if (list !== undefined) return `tx.${name} can't be used when tx.Access is used`;
  }
  for (const reference of al) {
    const problem = findResourceProblem(reference, al, txn.apid === undefined);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findResourceProblem(
  { d, s, p, h, l, b }: ResourceReference,
  al: readonly ResourceReference[],
  isCreate: boolean,
): string | undefined {
  const isAddress = (index: bigint): boolean => (at(al, index)?.d ?? zeroAddress) !== zeroAddress;
  const isAsset = (index: bigint): boolean => at(al, index)?.s !== undefined;
  const isApp = (index: bigint): boolean => at(al, index)?.p !== undefined;
  const check = (kind: string, index: bigint, what: string, isWhat: (i: bigint) => boolean) => {
    if (index === 0n || index > BigInt(al.length)) {
      return `${kind} reference ${index} outside tx.Access`;
    }
    return isWhat(index) ? undefined : `${kind} reference ${index} is not an ${what}`;
  };
  let problem: string | undefined;
  if (h !== undefined) {
    problem =
      (h.d === undefined ? undefined : check('holding Address', h.d, 'Address', isAddress)) ??
      check('holding Asset', h.s ?? 0n, 'Asset', isAsset);
  }
  if (l !== undefined) {
    if (isCreate && l.p === undefined) {
      problem ??= '0 App in LocalsRef during app create is not allowed or necessary';
    }
    problem ??=
      (l.d === undefined ? undefined : check('locals Address', l.d, 'Address', isAddress)) ??
      (l.p === undefined ? undefined : check('locals App', l.p, 'App', isApp));
  }
  if (b !== undefined) {
    if ((b.n?.length ?? 0) > consensus.maxAppKeyBytes) {
      problem ??= `tx.Access box Name too long, max len ${consensus.maxAppKeyBytes} bytes`;
    }
    if (b.i !== undefined && b.i > BigInt(al.length)) {
      problem ??= `box Index ${b.i} outside tx.Access`;
    }
    if (b.i !== undefined && !isApp(b.i)) problem ??= `box Index reference ${b.i} is not an App`;
  }
  const set = [d, s, p, h, l, b].filter((field) => field !== undefined).length;
  return problem ?? (set > 1 ? 'tx.Access element has fields from multiple types' : undefined);
}

/** Places in an access list are counted from 1. */
function at(al: readonly ResourceReference[], index: bigint): ResourceReference | undefined {
  return al[Number(index) - 1];
}

function findBoxProblem({ apbx = [], apfa = [] }: Transaction): string | undefined {
  for (const [place, { i = 0n, n }] of apbx.entries()) {
    // 0 is the application that is called, so the places are counted from 1.
    if (i > BigInt(apfa.length)) {
      return `tx.Boxes[${place}].Index is ${i}. Exceeds len(tx.ForeignApps)`;
    }
    if ((n?.length ?? 0) > consensus.maxAppKeyBytes) {
      return `tx.Boxes[${place}].Name too long, max len ${consensus.maxAppKeyBytes} bytes`;
    }
  }
  return undefined;
}

function findSchemaProblem({ apls, apgs }: Transaction): string | undefined {
  const entries = (schema: StateSchema | undefined): bigint =>
    (schema?.nui ?? 0n) + (schema?.nbs ?? 0n);
  const { maxLocalSchemaEntries, maxGlobalSchemaEntries } = consensus;
  if (entries(apls) > maxLocalSchemaEntries) {
    return `tx.LocalStateSchema is too large. ${entries(apls)} > ${maxLocalSchemaEntries}`;
  }
  return entries(apgs) > maxGlobalSchemaEntries
    ? `tx.GlobalStateSchema is too large. ${entries(apgs)} > ${maxGlobalSchemaEntries}`
    : undefined;
}
