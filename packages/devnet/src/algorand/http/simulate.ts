/** Simulations: what would come of a group, without sending it. */
import { Refusal, refusals } from '../errors.ts';
import type { ResourceTracker } from '../simulate/resourceTracker.ts';
import {
  checkSimulationOptions,
  moreLogging,
  simulateGroup,
  type SimulatedTransaction,
  type Simulation,
  type SimulationOptions,
} from '../simulate/simulate.ts';
import { decodeObject } from '../wire/decode.ts';
import { type FieldTable, signedTransactionFields, type Wire } from '../wire/fields.ts';
import { EndOfInputError, MsgpackError, MsgpackReader } from '../wire/reader.ts';
import { answerWire } from './answer.ts';
import type { ApiAnswer, ApiRequest, NodeParts, Route } from './api.ts';
import { parseFormat } from './parameters.ts';
import { toTransactionInfo, transactionInfoFields } from './transactionInfo.ts';

const execTraceConfigFields = {
  enable: 'bool',
  'scratch-change': 'bool',
  'stack-change': 'bool',
  'state-change': 'bool',
} as const satisfies FieldTable;

const requestFields = {
  'allow-empty-signatures': 'bool',
  'allow-more-logging': 'bool',
  'allow-unnamed-resources': 'bool',
  'exec-trace-config': { object: execTraceConfigFields },
  'extra-opcode-budget': 'uint',
  'fix-signers': 'bool',
  round: 'uint',
  'txn-groups': { list: { txns: { list: signedTransactionFields } } },
} as const satisfies FieldTable;

const localReferenceFields = { account: 'string', app: 'uint' } as const satisfies FieldTable;
const holdingReferenceFields = { account: 'string', asset: 'uint' } as const satisfies FieldTable;

const unnamedFields = {
  accounts: { each: 'string' },
  'app-locals': { list: localReferenceFields },
  apps: { each: 'uint' },
  'asset-holdings': { list: holdingReferenceFields },
  assets: { each: 'uint' },
  boxes: { list: { app: 'uint', name: 'bytes' } },
  'extra-box-refs': 'uint',
} as const satisfies FieldTable;

const transactionResultFields = {
  'app-budget-consumed': 'uint',
  'fees-paid': 'uint',
  'fixed-signer': 'string',
  'txn-result': { object: transactionInfoFields },
  'unnamed-resources-accessed': { object: unnamedFields },
} as const satisfies FieldTable;

const groupResultFields = {
  'app-budget-added': 'uint',
  'app-budget-consumed': 'uint',
  'failed-at': { each: 'uint' },
  'failure-message': 'string',
  'group-fees-paid': 'uint',
  'group-usage': 'uint',
  'txn-results': { list: transactionResultFields },
  'unnamed-resources-accessed': { object: unnamedFields },
} as const satisfies FieldTable;

const responseFields = {
  'eval-overrides': {
    object: {
      'allow-empty-signatures': 'bool',
      'allow-unnamed-resources': 'bool',
      'extra-opcode-budget': 'uint',
      'fix-signers': 'bool',
      'max-log-calls': 'uint',
      'max-log-size': 'uint',
    },
  },
  'last-round': { always: 'uint' },
  'txn-groups': { list: groupResultFields },
  version: 'uint',
} as const satisfies FieldTable;

const responseVersion = 2n;

export const simulateRoutes: readonly Route[] = [
  { method: 'POST', path: '/v2/transactions/simulate', handle: answerSimulation },
  {
    method: 'POST',
    path: '/v2/teal/compile',
    handle: () => {
      throw refusals.unsupported('programs in TEAL');
    },
  },
];

function answerSimulation({ body, query }: ApiRequest, { ledger }: NodeParts): ApiAnswer {
  const request = decodeRequest(body);
  const options = readOptions(request);
  const groups = (request['txn-groups'] ?? []).map(({ txns = [] }) => txns);
  const group = checkSimulationOptions(options, groups);
  const last = ledger.latest().round;
  checkRound(request.round, last);
  const simulation = simulateGroup(ledger, group, options);
  return answerWire(parseFormat(query), responseFields, {
    'eval-overrides': describeOverrides(options),
    'last-round': last,
    'txn-groups': [describeGroup(simulation)],
    version: responseVersion,
  });
}

function decodeRequest(body: Uint8Array): Wire<typeof requestFields> {
  if (body[0] === 0x7b) throw refusals.unsupported('simulation requests in JSON');
  try {
    return decodeObject(requestFields, new MsgpackReader(body));
  } catch (error) {
    if (!(error instanceof MsgpackError) && !(error instanceof EndOfInputError)) throw error;
    // algod then tries to read JSON, and says what is wrong with that.
    const problem = 'only encoded map or array can be decoded into a struct';
    throw new Refusal(400, `failed to decode object: json decode error [pos 1]: ${problem}`);
  }
}

function readOptions(request: Wire<typeof requestFields>): SimulationOptions {
  if (request['exec-trace-config'] !== undefined) {
    throw refusals.unsupported('execution traces');
  }
  return {
    allowsEmptySignatures: request['allow-empty-signatures'] ?? false,
    allowsMoreLogging: request['allow-more-logging'] ?? false,
    allowsUnnamedResources: request['allow-unnamed-resources'] ?? false,
    extraBudget: Number(request['extra-opcode-budget'] ?? 0n),
    fixesSigners: request['fix-signers'] ?? false,
  };
}

/** Only the state after the latest block is kept. */
function checkRound(round: bigint | undefined, last: bigint): void {
  if (round === undefined || round === last) return;
  if (round < last) throw refusals.unsupported('simulations of past rounds');
  throw new Refusal(500, `ledger does not have entry ${round} (latest ${last}, committed ${last})`);
}

function describeOverrides(options: SimulationOptions) {
  return {
    'allow-empty-signatures': options.allowsEmptySignatures,
    'allow-unnamed-resources': options.allowsUnnamedResources,
    'extra-opcode-budget': BigInt(options.extraBudget),
    'fix-signers': options.fixesSigners,
    ...(options.allowsMoreLogging && {
      'max-log-calls': BigInt(moreLogging.calls),
      'max-log-size': BigInt(moreLogging.bytes),
    }),
  };
}

function describeGroup(simulation: Simulation): Wire<typeof groupResultFields> {
  const { transactions, failure, unnamed } = simulation;
  const paid = transactions.reduce((sum, { signed }) => sum + (signed.txn?.fee ?? 0n), 0n);
  return {
    'app-budget-added': BigInt(simulation.budgetAdded),
    'app-budget-consumed': BigInt(simulation.budgetConsumed),
    'failed-at': failure && [BigInt(failure.index)],
    'failure-message': failure?.message,
    'group-fees-paid': paid,
    'group-usage': simulation.usage,
    'txn-results': transactions.map((transaction, index) =>
      describeTransaction(transaction, unnamed?.transactions[index]),
    ),
    'unnamed-resources-accessed': unnamed && describeUnnamed(unnamed.group),
  };
}

function describeTransaction(
  { signed, applied, cost, fixedSigner }: SimulatedTransaction,
  unnamed: ResourceTracker | undefined,
): Wire<typeof transactionResultFields> {
  return {
    'app-budget-consumed': BigInt(cost),
    'fees-paid': signed.txn?.fee,
    'fixed-signer': fixedSigner,
    'txn-result': toTransactionInfo(signed, applied),
    'unnamed-resources-accessed': unnamed && describeUnnamed(unnamed),
  };
}

/** Boxes of applications made in the group cannot be named later: an empty reference stands for each. */
function describeUnnamed(tracker: ResourceTracker): Wire<typeof unnamedFields> {
  const boxes = [...tracker.boxes.values()];
  const named = boxes.filter(({ isNewApp }) => !isNewApp);
  return {
    accounts: [...tracker.accounts],
    'app-locals': [...tracker.locals.values()].map(({ account, id }) => ({ account, app: id })),
    apps: [...tracker.apps],
    'asset-holdings': [...tracker.holdings.values()].map(({ account, id }) => ({
      account,
      asset: id,
    })),
    assets: [...tracker.assets],
    boxes: named.map(({ appId, name }) => ({ app: appId, name: Buffer.from(name, 'latin1') })),
    'extra-box-refs': BigInt(tracker.emptyBoxes + boxes.length - named.length),
  };
}
