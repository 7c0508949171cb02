/** What a transaction must look like on its own, whatever the ledger says. Answers the problem in algod's words. */
import { type Address, zeroAddress } from '../address.ts';
import { consensus } from '../params.ts';
import { fieldsByType, type Transaction, type TransactionType } from '../wire/fields.ts';
import { findApplicationCallProblem } from './appl.ts';
import { findKeyRegistrationProblem } from './keyreg.ts';

export function findFormProblem(txn: Transaction, feeSink: Address): string | undefined {
  const { type } = txn;
  if (!isTransactionType(type)) return `unknown tx type ${type ?? ''}`;
  return formChecks[type](txn, feeSink) ?? findForeignField(txn, type) ?? findHeaderProblem(txn);
}

function isTransactionType(type: string | undefined): type is TransactionType {
  return type !== undefined && Object.hasOwn(formChecks, type);
}

type FormCheck = (txn: Transaction, feeSink: Address) => string | undefined;

const formChecks: Record<TransactionType, FormCheck> = {
  pay: ({ snd, close }, feeSink) => {
    if ((snd ?? zeroAddress) === (close ?? zeroAddress)) {
      return `transaction cannot close account to its sender ${snd ?? zeroAddress}`;
    }
    return snd === feeSink ? `cannot spend from fee sink address ${snd}` : undefined;
  },
  keyreg: findKeyRegistrationProblem,
  acfg: ({ apar }) =>
    findTooLong('asset name', apar?.an, consensus.maxAssetNameBytes) ??
    findTooLong('asset unit name', apar?.un, consensus.maxAssetUnitNameBytes) ??
    findTooLong('asset url', apar?.au, consensus.maxAssetUrlBytes) ??
    ((apar?.dc ?? 0n) > consensus.maxAssetDecimals
      ? `transaction asset decimals is too high (max is ${consensus.maxAssetDecimals})`
      : undefined),
  axfer: ({ xaid, aamt, asnd, aclose }) => {
    if (xaid === undefined && aamt !== undefined) return 'asset ID cannot be zero';
    const closesByClawback = asnd !== undefined && aclose !== undefined;
    return closesByClawback ? 'cannot close asset by clawback' : undefined;
  },
  afrz: ({ faid, fadd }) => {
    if (faid === undefined) return 'asset ID cannot be zero';
    return fadd === undefined ? 'freeze account cannot be empty' : undefined;
  },
  appl: findApplicationCallProblem,
};

function findTooLong(name: string, text: Uint8Array | undefined, max: number): string | undefined {
  const size = text?.length ?? 0;
  return size > max ? `transaction ${name} too big: ${size} > ${max}` : undefined;
}

function findForeignField(txn: Transaction, type: TransactionType): string | undefined {
  for (const [other, fields] of Object.entries(fieldsByType)) {
    if (other !== type && fields.some((field) => txn[field] !== undefined)) {
      return `transaction of type ${type} has non-zero fields for type ${other}`;
    }
  }
  return undefined;
}

function findHeaderProblem(txn: Transaction): string | undefined {
  const { fv: first = 0n, lv: last = 0n } = txn;
  if (last < first) return `transaction invalid range (${first}--${last})`;
  if (last - first > consensus.maxTxnLife) {
    return `transaction window size excessive (${first}--${last})`;
  }
  const noteSize = txn.note?.length ?? 0;
  if (noteSize > consensus.maxAbsoluteTxnNoteBytes) {
    return `transaction note too big: ${noteSize} > ${consensus.maxAbsoluteTxnNoteBytes}`;
  }
  return txn.snd === undefined ? 'transaction cannot have zero sender' : undefined;
}
