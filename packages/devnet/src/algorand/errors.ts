/** Every refusal of the node with algod's status and wording. Clients are tested against these sentences. */
import type { Address } from './address.ts';
import { formatMicroAlgos, formatMicros } from './format.ts';
import type { JsonValue } from './wire/json.ts';

/** Answered to the client as `{"message": …}` with its status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  /** Facts beside the sentence, such as where a program failed. */
  readonly data: ErrorData | undefined;

  constructor(status: number, message: string, data?: ErrorData) {
    super(message);
    this.status = status;
    this.data = data;
  }
}

/** What the ledger says about a transaction; the sender of a group reads it behind a prefix. */
export class TransactionError extends Error {
  override readonly name: string = 'TransactionError';
  readonly data: ErrorData | undefined;

  constructor(message: string, options: ErrorOptions & { readonly data?: ErrorData } = {}) {
    super(message, options);
    this.data = options.data;
  }
}

export type ErrorData = { readonly [key: string]: JsonValue };

/** Sentences of transaction evaluation. */
export const evaluation = {
  dead: ({ round, first, last }: { round: bigint; first: bigint; last: bigint }) =>
    `txn dead: round ${round} outside of ${first}--${last}`,
  wrongGenesisId: (actual: string, expected: string) =>
    `tx.GenesisID <${actual}> does not match expected <${expected}>`,
  wrongGenesisHash: (actual: string, expected: string) =>
    `tx.GenesisHash <${actual}> does not match expected <${expected}>`,
  missingGenesisHash: () => 'required tx.GenesisHash is missing',
  alreadyInLedger: (id: string) => `transaction already in ledger: ${id}`,
  overlappingLease: (id: string, sender: Address, lease: Address) =>
    `transaction ${id} using an overlapping lease (sender, lease):(${sender}, ${lease})`,
  wrongAuthorizer: (id: string, expected: Address, actual: Address) =>
    `transaction ${id}: should have been authorized by ${expected} but was actually authorized by ${actual}`,
  inTransaction: (id: string, problem: string) => `transaction ${id}: ${problem}`,
  overspend: (account: Address, state: string, tried: bigint) =>
    `overspend (account ${account}, data ${state}, tried to spend ${formatMicroAlgos(tried)})`,
  belowMinimum: (facts: { account: Address; balance: bigint; minimum: bigint; assets: bigint }) =>
    `account ${facts.account} balance ${facts.balance} below min ${facts.minimum} (${facts.assets} assets)`,
  feesTooLow: (facts: { paid: bigint; needed: bigint; usage: bigint; base: bigint }) =>
    `txgroup with ${formatMicroAlgos(facts.paid)} fees is less than ${formatMicroAlgos(facts.needed)} ` +
    `(usage=${formatMicros(facts.usage)} * base=${formatMicroAlgos(facts.base)})`,
} as const;

/** Sentences of the REST API that more than one endpoint says. */
export const refusals = {
  invalidToken: () => new Refusal(401, 'Invalid API Token'),
  notFound: () => new Refusal(404, 'Not Found'),
  methodNotAllowed: () => new Refusal(405, 'Method Not Allowed'),
  bodyTooLarge: () => new Refusal(413, 'Request Entity Too Large'),
  badFormat: () => new Refusal(400, 'failed to parse the format option'),
  badExclude: () => new Refusal(400, 'failed to parse exclude'),
  badParameter: (name: string, problem: string) =>
    new Refusal(400, `Invalid format for parameter ${name}: ${problem}`),
  noTransactionId: () => new Refusal(400, 'no valid transaction ID was specified'),
  transactionNotFound: () =>
    new Refusal(
      404,
      'could not find the transaction in the transaction pool or in the last 1000 confirmed rounds',
    ),
  assetNotFound: () => new Refusal(404, 'asset does not exist'),
  appNotFound: () => new Refusal(404, 'application does not exist'),
  accountAppNotFound: () => new Refusal(404, 'account application info not found'),
  boxNotFound: () => new Refusal(404, 'box not found'),
  accountAssetNotFound: () => new Refusal(404, 'account asset info not found'),
  blockNotFound: () => new Refusal(404, 'failed to retrieve information from the ledger'),
  shuttingDown: () => new Refusal(500, 'operation aborted as server is shutting down'),
  /** Ours, not algod's: what this node cannot do yet must not look like a fault of the client. */
  unsupported: (what: string) =>
    new Refusal(400, `${what} are not supported by the devnet: use a full algod for them`),
} as const;
