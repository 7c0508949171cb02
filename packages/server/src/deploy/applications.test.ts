/** Applications through the engine, in several steps, on a chain that behaves. */
import { parseAlgorandAddress, type TokenType } from '@biatec-tokens/core';
import { getApplicationAddress } from 'algosdk';
import { expect, test } from 'vitest';
import { encodeCall } from '../chains/algorand/applicationCall.ts';
import {
  bond,
  copper,
  isResting,
  manyDocuments,
  plenty,
  silver,
  smoothRun,
  useApplicationChain,
} from './testing/applicationStage.ts';

const on = useApplicationChain();

/** Each standard, plain and with everything that can be asked for. */
const requests: [TokenType, string, Record<string, unknown>][] = [
  ['arc200-preminted', 'plain', silver],
  [
    'arc200-preminted',
    'at its limits',
    {
      ...silver,
      name: 'ä'.repeat(16),
      symbol: 'ä'.repeat(4),
      decimals: 18,
      totalSupply: `${2n ** 190n}`,
    },
  ],
  ['arc200-mintable', 'plain', { ...copper, initialSupply: '0' }],
  ['arc200-mintable', 'with a cap', { ...copper, initialSupply: '12.5', cap: '12.5' }],
  ['arc1400', 'plain', { ...bond, partition: undefined, cap: undefined }],
  ['arc1400', 'without a first supply', { ...bond, initialSupply: '0', whitelistRequired: false }],
  ['arc1400', 'with as many documents as there can be', { ...bond, documents: manyDocuments }],
];

test.for(requests)(
  '%s, %s: one request becomes one application, read back, at exactly the cost that was told',
  async ([tokenType, , body]) => {
    const { h, sponsor, preview, applications, sequencesAndStates } = await on.setStage();
    const deployment = await h.accept(tokenType, JSON.parse(JSON.stringify(body)));
    const { id } = deployment;
    const { steps, feesBaseUnits, minimumBalanceBaseUnits } = await preview(deployment);

    const done = await h.turnUntil(id, isResting);

    expect(done).toMatchObject({ state: 'Completed', error: null, waiting: null, dueAt: null });
    expect(done.readBack?.filter((field) => !field.equal)).toEqual([]);
    expect(await sequencesAndStates(id)).toEqual(smoothRun);
    expect(await applications()).toEqual([done.assetId]);
    expect(done.contractAddress).toBe(getApplicationAddress(done.assetId ?? 0n).toString());

    const attempts = await h.store.listAttempts(id);
    expect(attempts.map(({ step }) => steps[step - 1]?.name)).toEqual(steps.map((s) => s.name));
    const { amount } = await on.balanceOf(sponsor);
    expect(plenty - amount).toBe(feesBaseUnits + minimumBalanceBaseUnits);
    for (const address of [h.issuer.avm.address, done.contractAddress ?? '']) {
      const { amount, minimum } = await on.balanceOf(address);
      expect(amount).toBe(minimum);
    }
  },
);

test('the history tells of each step what is true of it, and which transaction made the token', async () => {
  const { h } = await on.setStage();
  const { id } = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 9) });

  const done = await h.turnUntil(id, isResting);

  const history = await h.historyOf(id);
  expect(history.slice(1, 4).map(({ message }) => message)).toEqual([
    'Step 1 of 4 (create): signed bytes are stored and were handed to a node',
    'Step 1 of 4 (create): a node holds the transaction in its pool',
    'All 4 steps are in blocks: create, bootstrap, documents-1, documents-2',
  ]);
  const [first] = await h.store.listAttempts(id);
  const creation = first?.variants[0]?.transactionId;
  expect(done.transactionId).toBe(creation);
  expect(new Set(history.slice(1).map(({ transactionId }) => transactionId))).toEqual(
    new Set([creation]),
  );
  const block = await on.chain.get(`/v2/blocks/${done.block?.number}?format=json`);
  expect(block['block'].txns.map((entry: { apid?: number }) => entry.apid)).toContain(
    Number(done.assetId),
  );
});

test('every transaction carries the note of the issuance and a lease of its own', async () => {
  const { h } = await on.setStage();
  const { id } = await h.accept('arc1400', { ...bond, documents: manyDocuments.slice(0, 2) });

  await h.turnUntil(id, isResting);

  const attempts = await h.store.listAttempts(id);
  const ids = attempts.flatMap(({ variants }) =>
    variants.flatMap(({ details }) => details['transactionIds'] as string[]),
  );
  const found = await Promise.all(
    ids.map((txid) => on.chain.get(`/v2/transactions/pending/${txid}?format=json`)),
  );
  const sent = found.map(({ txn }) => txn.txn as { note: string; lx: string; snd: string });
  expect(sent).toHaveLength(2 + 2 + 4);
  expect(new Set(sent.map(({ note }) => note)).size).toBe(1);
  expect(Buffer.from(sent[0]?.note ?? '', 'base64').toString()).toMatch(/^bt1:/);
  const leases = sent.map(({ snd, lx }) => `${snd} ${lx}`);
  expect(sent.every(({ lx }) => Buffer.from(lx, 'base64').length === 32)).toBe(true);
  expect(new Set(leases).size).toBe(sent.length);
});

test('what holders do right after the first supply is issued does not count', async () => {
  const { h } = await on.setStage();
  const holder = await on.chain.account(1_000_000n);
  on.chain.tamper(({ path }) => (path.startsWith('/v2/applications/') ? 'refuse' : undefined));
  const { id } = await h.accept('arc200-mintable', {
    ...copper,
    initialReceiver: holder.address,
  });
  const confirmed = await h.turnUntil(id, ({ state }) => state === 'Confirmed');
  await on.chain.call(holder.mnemonic, confirmed.assetId ?? 0n, {
    args: encodeCall('arc200_burn(uint256)bool', [7n]),
    boxes: [Buffer.concat([Buffer.from('b'), parseAlgorandAddress(holder.address)])],
  });

  on.chain.tamper(() => undefined);
  const done = await h.turnUntil(id, isResting);

  expect(done).toMatchObject({ state: 'Completed' });
  expect(done.readBack).toContainEqual({
    field: 'initialSupplyBaseUnits',
    asked: '10000',
    found: '10000',
    equal: true,
  });
});
