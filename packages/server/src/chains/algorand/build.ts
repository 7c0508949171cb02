import {
  makeAssetCreateTxnWithSuggestedParamsFromObject,
  makePaymentTxnWithSuggestedParamsFromObject,
  type SuggestedParams,
  type Transaction,
} from 'algosdk';
import type { AsaParameters } from '@biatec-tokens/core';
import { createHash } from 'node:crypto';
import type { Issue } from '../../ports/chainAdapter.ts';
import type { ChainParams } from './chainParams.ts';
import { groupIdOf } from './transactionId.ts';

/** Rounds a transaction stays valid: long enough for a slow node, short enough to know soon that it never came. */
const windowRounds = 200n;

/** Minimum balance that an account must keep for every asset it made, in µALGO. */
export const assetMinimumBalance = 100_000n;

/** The transactions of an issuance, in order; the issuer's is the last. */
export interface BuiltIssue {
  readonly transactions: readonly Transaction[];
  readonly firstValid: bigint;
  readonly lastValid: bigint;
}

export interface BuildInput {
  readonly issue: Issue;
  readonly params: ChainParams;
  /** Fees of the whole group, in µALGO. */
  readonly fee: bigint;
  /** What the sponsor adds to the issuer's balance, in µALGO. */
  readonly topUp: bigint;
  readonly note: Uint8Array;
}

/**
 * Builds [sponsor pays all fees and the issuer's minimum balance, issuer creates], or the creation alone without a sponsor.
 *
 * The lease makes a second group of the same deployment impossible while this one is valid.
 */
export function build({ issue, params, fee, topUp, note }: BuildInput): BuiltIssue {
  const lease = leaseOf(issue.deploymentId);
  const firstValid = params.lastRound;
  const lastValid = firstValid + windowRounds;
  const suggested = (flatFee: bigint): SuggestedParams => ({
    flatFee: true,
    fee: flatFee,
    minFee: params.minFee,
    firstValid,
    lastValid,
    genesisID: params.genesisId,
    genesisHash: Buffer.from(params.genesisHash, 'base64'),
  });
  const create = (flatFee: bigint) =>
    makeAssetCreateTxnWithSuggestedParamsFromObject({
      sender: issue.issuer.address,
      ...assetOf(issue.parameters as unknown as AsaParameters),
      note,
      lease,
      suggestedParams: suggested(flatFee),
    });
  if (issue.sponsor === null) return { transactions: [create(fee)], firstValid, lastValid };
  const pay = makePaymentTxnWithSuggestedParamsFromObject({
    sender: issue.sponsor.address,
    receiver: issue.issuer.address,
    amount: topUp,
    note,
    lease,
    suggestedParams: suggested(fee),
  });
  const transactions = [pay, create(0n)];
  const group = groupIdOf(transactions.map((transaction) => transaction.bytesToSign()));
  for (const transaction of transactions) transaction.group = group;
  return { transactions, firstValid, lastValid };
}

/** SHA-256 of "biatec:deployment:" and the id. */
export function leaseOf(deploymentId: string): Uint8Array {
  return createHash('sha256').update(`biatec:deployment:${deploymentId}`).digest();
}

function assetOf(asset: AsaParameters) {
  return {
    assetName: asset.name,
    unitName: asset.unitName,
    total: BigInt(asset.totalSupplyBaseUnits),
    decimals: asset.decimals,
    defaultFrozen: asset.defaultFrozen,
    ...(asset.url === null ? {} : { assetURL: asset.url }),
    ...(asset.metadataHash === null
      ? {}
      : { assetMetadataHash: Buffer.from(asset.metadataHash, 'base64') }),
    ...(asset.manager === null ? {} : { manager: asset.manager }),
    ...(asset.reserve === null ? {} : { reserve: asset.reserve }),
    ...(asset.freeze === null ? {} : { freeze: asset.freeze }),
    ...(asset.clawback === null ? {} : { clawback: asset.clawback }),
  };
}
