import {
  makeAssetCreateTxnWithSuggestedParamsFromObject,
  makePaymentTxnWithSuggestedParamsFromObject,
} from 'algosdk';
import type { AsaParameters } from '@biatec-tokens/core';
import type { Account } from '../../ports/store/index.ts';
import type { Draft } from './build.ts';
import type { Steps } from './steps.ts';

/** Minimum balance that an account must keep for every asset it made, in µALGO. */
const assetMinimumBalance = 100_000n;

/** A standard asset: [sponsor pays fees and minimum balance, issuer creates], or the creation alone without a sponsor. */
export const assetSteps: Steps = {
  namesOf: () => ['issue'],
  describe({ issuer, sponsor, parameters }, name, { issuerShortfall }) {
    // Always the whole minimum balance of the new asset, so that parallel issuances of one issuer cannot count on
    // the same spare balance; and whatever a new account lacks for its own.
    const topUp = sponsor === null ? 0n : assetMinimumBalance + issuerShortfall;
    const create: Draft = {
      signer: issuer,
      description: 'The issuer creates the asset',
      build: (common) =>
        makeAssetCreateTxnWithSuggestedParamsFromObject({
          sender: issuer.address,
          ...assetOf(parameters as unknown as AsaParameters),
          ...common,
        }),
    };
    return {
      name,
      drafts: sponsor === null ? [create] : [payIssuer(sponsor, issuer, topUp), create],
      spends: sponsor === null ? assetMinimumBalance : topUp,
      locks: assetMinimumBalance + issuerShortfall,
    };
  },
};

/** The sponsor gives the issuer what the creation makes it keep. */
export function payIssuer(sponsor: Account, issuer: Account, amount: bigint): Draft {
  return {
    signer: sponsor,
    description: 'The sponsor pays the fees and what the issuer must keep',
    build: (common) =>
      makePaymentTxnWithSuggestedParamsFromObject({
        sender: sponsor.address,
        receiver: issuer.address,
        amount,
        ...common,
      }),
  };
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
