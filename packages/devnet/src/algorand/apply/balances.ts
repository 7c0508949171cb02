/** Algos: moving them and the minimum an account must keep. */
import { type Address, zeroAddress } from '../address.ts';
import { evaluation, TransactionError } from '../errors.ts';
import { formatMicroAlgos } from '../format.ts';
import { consensus } from '../params.ts';
import { type Account, isEmptyAccount, type State } from '../ledger/state.ts';

const amountMax = 2n ** 64n - 1n;

export function minimumBalance(account: Account): bigint {
  const { uints, byteSlices } = account.appSchema;
  return (
    consensus.minBalance * (1n + account.assetsHeld) +
    consensus.appFlatParamsMinBalance * (account.appsCreated + account.appExtraPages) +
    consensus.appFlatOptInMinBalance * account.appsOptedIn +
    consensus.schemaMinBalancePerEntry * (uints + byteSlices) +
    consensus.schemaUintMinBalance * uints +
    consensus.schemaBytesMinBalance * byteSlices +
    consensus.boxFlatMinBalance * account.boxes +
    consensus.boxByteMinBalance * account.boxBytes
  );
}

export function move(state: State, from: Address, to: Address, amount: bigint): void {
  // A transfer of nothing touches nobody, so it works from an account that does not exist.
  if (amount === 0n) return;
  const payer = state.getAccount(from);
  if (payer.amount < amount) {
    throw new TransactionError(evaluation.overspend(from, describeAccount(payer), amount));
  }
  state.accounts.set(from, { ...payer, amount: payer.amount - amount });
  const payee = state.getAccount(to);
  if (payee.amount + amount > amountMax) {
    throw new TransactionError(
      `balance overflow (account ${to}, data ${describeAccount(payee)}, was going to receive ${formatMicroAlgos(amount)})`,
    );
  }
  state.accounts.set(to, { ...payee, amount: payee.amount + amount });
}

/** Checks every account a group has changed so far, as the ledger does after each of its transactions. */
export function checkMinimumBalances(state: State, exempt: readonly Address[]): void {
  for (const [address, account] of state.accounts.changes()) {
    if (account === undefined || exempt.includes(address) || isEmptyAccount(account)) continue;
    const minimum = minimumBalance(account);
    if (account.amount < minimum) {
      const { amount: balance, assetsHeld: assets } = account;
      throw new TransactionError(
        evaluation.belowMinimum({ account: address, balance, minimum, assets }),
      );
    }
  }
}

/** The account as Go prints it; long, but clients and people look for what is in it. */
function describeAccount(account: Account): string {
  const keys = account.participation;
  const base = [
    `Status:${account.status === 'NotParticipating' ? 'Not Participating' : account.status}`,
    `MicroAlgos:${formatMicroAlgos(account.amount)}`,
    'RewardsBase:0 RewardedMicroAlgos:0.0A',
    `AuthAddr:${account.authAddress ?? zeroAddress}`,
    `IncentiveEligible:${account.incentiveEligible ?? false}`,
    `TotalAppSchema:{NumUint:${account.appSchema.uints} NumByteSlice:${account.appSchema.byteSlices}}`,
    `TotalExtraAppPages:${account.appExtraPages} TotalAppParams:${account.appsCreated} TotalAppLocalStates:${account.appsOptedIn}`,
    `TotalAssetParams:${account.assetsCreated} TotalAssets:${account.assetsHeld}`,
    `TotalBoxes:${account.boxes} TotalBoxBytes:${account.boxBytes} LastProposed:0 LastHeartbeat:${account.lastHeartbeat ?? 0n}`,
  ];
  const voting = [
    `VoteID:${describeBytes(keys?.voteKey, 32)} SelectionID:${describeBytes(keys?.selectionKey, 32)}`,
    `StateProofID:${describeBytes(keys?.stateProofKey, 64)} VoteFirstValid:${keys?.voteFirst ?? 0n}`,
    `VoteLastValid:${keys?.voteLast ?? 0n} VoteKeyDilution:${keys?.voteKeyDilution ?? 0n}`,
  ];
  return `{AccountBaseData:{${base.join(' ')}} VotingData:{${voting.join(' ')}}}`;
}

function describeBytes(bytes: Uint8Array | undefined, size: number): string {
  return `[${[...(bytes ?? new Uint8Array(size))].join(' ')}]`;
}
