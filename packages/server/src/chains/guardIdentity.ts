import { AppError, networks } from '@biatec-tokens/core';
import type { ChainAdapter } from '../ports/chainAdapter.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountStore } from '../ports/store/index.ts';
import { wrongNetwork } from './errors.ts';

/**
 * Lets an adapter be used only while its node is of the right chain.
 *
 * Who the node is, is asked before the first use and again after every failure to reach it, because behind the same
 * address may now stand another chain. A local chain is pinned in the database at first use.
 */
export function guardIdentity(
  adapter: ChainAdapter,
  { store, clock }: { readonly store: Pick<AccountStore, 'pinNetwork'>; readonly clock: Clock },
): ChainAdapter {
  let checked: Promise<void> | undefined;

  async function check(): Promise<void> {
    const { networkId } = adapter;
    const { identity, expected } = await adapter.identify();
    const wanted = expected ?? (await store.pinNetwork(networkId, identity, clock.now()));
    if (identity !== wanted)
      throw wrongNetwork(networkId, {
        found: identity,
        expected: wanted,
        local: networks[networkId].kind === 'local',
      });
  }

  async function guarded<Result>(use: () => Promise<Result>): Promise<Result> {
    checked ??= check();
    try {
      await checked;
      return await use();
    } catch (error) {
      if (isAboutTheNode(error)) checked = undefined;
      throw error;
    }
  }

  return {
    networkId: adapter.networkId,
    family: adapter.family,
    tokenTypes: adapter.tokenTypes,
    identify: () => guarded(() => adapter.identify()),
    balance: (address) => guarded(() => adapter.balance(address)),
    stepsOf: (issue) => adapter.stepsOf(issue),
    preview: (issue) => guarded(() => adapter.preview(issue)),
    plan: (issue) => guarded(() => adapter.plan(issue)),
    sign: (issue, plan, nonce) => guarded(() => adapter.sign(issue, plan, nonce)),
    raiseFees: (issue, attempt) => guarded(() => adapter.raiseFees(issue, attempt)),
    async broadcast(bytes) {
      try {
        const answer = await guarded(() => adapter.broadcast(bytes));
        // The connection broke: whoever answers next may be somebody else.
        if (answer.kind === 'unknown') checked = undefined;
        return answer;
      } catch (error) {
        if (!isAboutTheNode(error) || error.code === 'BLOCKCHAIN_WRONG_NETWORK') throw error;
        return { kind: 'unknown', answer: error.message };
      }
    },
    locate: (issue, attempt) => guarded(() => adapter.locate(issue, attempt)),
    readBack: (issue, token) => guarded(() => adapter.readBack(issue, token)),
  };
}

function isAboutTheNode(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith('BLOCKCHAIN_');
}
