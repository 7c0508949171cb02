/** How far past its window an attempt must be, before its absence proves anything. */
import { startAlgorandNode } from '@biatec-tokens/devnet';
import type { NetworkId } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import type { Issue } from '../../ports/chainAdapter.ts';
import type { Attempt } from '../../ports/store/deployments.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import { nobodySigns } from '../../testing/testSigner.ts';
import { createAlgorandAdapter } from './adapter.ts';

const attempt = {
  firstValid: 1n,
  lastValid: 201n,
  nonce: null,
  variants: [{ transactionId: 'A'.repeat(52) }],
} as unknown as Attempt;

// A public address is several nodes: the round may come from one, and the look-up from one that is nine rounds behind.
test('on a public network absence is proof ten rounds after the window, on a local one right after it', async () => {
  await using node = await startAlgorandNode();
  const adapterOn = (networkId: NetworkId) =>
    createAlgorandAdapter({
      networkId,
      genesisHash: node.genesisHash,
      endpoints: [node],
      signer: nobodySigns,
      clock: systemClock,
    });
  const local = adapterOn('algorand-localnet');
  const open = adapterOn('algorand-testnet');
  const kinds = () =>
    Promise.all(
      [local, open].map(async (adapter) => (await adapter.locate({} as Issue, attempt)).kind),
    );

  await node.makeBlocks(200);
  expect(await kinds()).toEqual(['absent', 'absent']);
  await node.makeBlocks(1);
  expect(await kinds()).toEqual(['impossible', 'absent']);
  await node.makeBlocks(9);
  expect(await kinds()).toEqual(['impossible', 'absent']);
  await node.makeBlocks(1);
  expect(await kinds()).toEqual(['impossible', 'impossible']);
  await Promise.all([local.close(), open.close()]);
});
