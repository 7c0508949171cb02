import type { Feature, TokenType } from '@biatec-tokens/core';
import {
  makeAssetConfigTxnWithSuggestedParamsFromObject,
  type Algodv2,
  type Transaction,
} from 'algosdk';
import { expect } from 'vitest';
import type { Account } from '../../../ports/store/accounts.ts';
import type { IssuedToken, Workbench } from '../../conformance.ts';
import type { SendGroup } from './callContract.ts';

/** How the checks act on the chain, beside the adapter. */
export interface AlgorandAccess {
  readonly algod: Algodv2;
  /** Signs and sends. @returns what the node refuses it with, or null once it is in a block */
  send(from: Account, transaction: Transaction): Promise<string | null>;
  /** @throws what the node refuses it with */
  readonly sendGroup: SendGroup;
}

const feeMoney = 1_000_000n;

/** What standard assets are asked for at most, and who has power over them then. */
export function assetChecks(
  tokenType: TokenType,
  limits: Readonly<Record<string, unknown>>,
  accessOf: () => AlgorandAccess,
): Partial<Record<Feature, (bench: Workbench) => Promise<void>>> {
  /** Asks to change the reserve, which only a manager may. */
  async function changeReserve(
    { assetId, issue }: IssuedToken,
    by: Account,
    roles: { readonly manager?: string; readonly freeze?: string; readonly clawback?: string },
  ): Promise<string | null> {
    const { algod, send } = accessOf();
    const change = makeAssetConfigTxnWithSuggestedParamsFromObject({
      sender: by.address,
      assetIndex: assetId ?? 0n,
      ...roles,
      reserve: issue.issuer.address,
      strictEmptyAddressChecking: false,
      suggestedParams: await algod.getTransactionParams().do(),
    });
    return send(by, change);
  }

  return {
    async limits(bench) {
      await bench.issued({ tokenType, changes: limits });
    },

    async roles(bench) {
      const manager = await bench.chain.account(feeMoney);
      const [reserve, freeze, clawback] = await Promise.all(
        [0n, 0n, 0n].map((funds) => bench.chain.account(funds)),
      );
      const roles = {
        manager: manager.address,
        reserve: reserve?.address ?? '',
        freeze: freeze?.address ?? '',
        clawback: clawback?.address ?? '',
      };
      const token = await bench.issued({ tokenType, changes: roles, issuerFunds: feeMoney });

      const found = token.fields.map(({ field, found: value }) => [field, value]);
      expect(Object.fromEntries(found)).toMatchObject(roles);
      expect(await changeReserve(token, token.issue.issuer, roles)).toMatch(/manager/);
      expect(await changeReserve(token, manager, roles)).toBeNull();
    },

    async 'no-roles'(bench) {
      const nobody = { manager: null, reserve: null, freeze: null, clawback: null };
      const changes = { ...nobody, defaultFrozen: false };
      const token = await bench.issued({ tokenType, changes, issuerFunds: feeMoney });

      const found = token.fields.map(({ field, found: value }) => [field, value]);
      expect(Object.fromEntries(found)).toMatchObject(nobody);
      expect(await changeReserve(token, token.issue.issuer, {})).toMatch(/manager/);
    },
  };
}
