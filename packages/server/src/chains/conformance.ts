import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { NetworkId, TokenType } from '@biatec-tokens/core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ChainAdapter, Issue, Plan, Sighting, SignedIssue } from '../ports/chainAdapter.ts';
import type { Account } from '../ports/store/accounts.ts';
import type { Attempt } from '../ports/store/deployments.ts';

/** A chain of one family to run the suite against. */
export interface ChainFixture extends AsyncDisposable {
  /** Which chain this is; printed, so that a run says what it proves. */
  readonly using: string;
  readonly adapter: ChainAdapter;
  /** More than any issuance costs. */
  readonly plentyBaseUnits: bigint;
  /** An adapter as for this chain, but with a node at another address. */
  adapterAt(url: string, options: { readonly timeoutMs: number }): ChainAdapter;
  /** An adapter that asks this chain's node and expects another chain. */
  strangerAdapter(): ChainAdapter;
  /** A fresh account whose key the adapters' signer holds. */
  account(balanceBaseUnits: bigint): Promise<Account>;
  /** Valid stored parameters. */
  parametersOf(tokenType: TokenType, issuer: Account): Readonly<Record<string, unknown>>;
}

/** One issuance as the engine would have it, signed and not sent. */
interface Prepared {
  readonly issue: Issue;
  readonly plan: Plan;
  readonly signed: SignedIssue;
  readonly attempt: Attempt;
}

const deadlineMs = 20_000;
let deployments = 0;

/** What every chain adapter promises to the engine, whatever the family. */
export function describeChainAdapter(
  name: string,
  createFixture: () => Promise<ChainFixture>,
): void {
  describe(`chain adapter ${name}`, () => {
    let chain: ChainFixture;
    let sponsor: Account;

    beforeAll(async () => {
      chain = await createFixture();
      console.info(`chain adapter ${name}: ${chain.using}`);
      sponsor = await chain.account(chain.plentyBaseUnits * 20n);
    });
    afterAll(async () => {
      await chain?.[Symbol.asyncDispose]();
    });

    async function issueOf(
      facts: { tokenType?: TokenType; sponsored?: boolean; issuerFunds?: bigint } = {},
    ): Promise<Issue> {
      const { sponsored = true, issuerFunds = 0n } = facts;
      const tokenType = facts.tokenType ?? firstOf(chain.adapter.tokenTypes);
      const issuer = await chain.account(issuerFunds);
      deployments += 1;
      return {
        deploymentId: `dep_conformance${process.pid}x${Date.now()}x${deployments}`,
        tokenType,
        parameters: chain.parametersOf(tokenType, issuer),
        issuer,
        sponsor: sponsored ? sponsor : null,
      };
    }

    async function prepare(issue: Issue): Promise<Prepared> {
      const planned = await chain.adapter.plan(issue);
      if (!planned.ok) throw new Error(`Expected a plan: ${JSON.stringify(planned.refusal.kind)}`);
      const { plan } = planned;
      const signed = await chain.adapter.sign(issue, plan, plan.chainNonce);
      const { networkId } = chain.adapter;
      return { issue, plan, signed, attempt: attemptOf(networkId, issue, plan, signed) };
    }

    async function untilFinal({ issue, attempt }: Prepared): Promise<Included> {
      return vi.waitFor(
        async () => {
          const sighting = await chain.adapter.locate(issue, attempt);
          expect(sighting).toMatchObject({ kind: 'included', final: true });
          return sighting as Included;
        },
        { timeout: deadlineMs, interval: 50 },
      );
    }

    test('the node says who it is, and it is who it should be', async () => {
      const { identity, expected } = await chain.adapter.identify();

      expect(identity).not.toBe('');
      if (expected !== null) expect(identity).toBe(expected);
    });

    test('a sponsor issues every standard for an issuer with nothing, and all that was asked is on chain', async () => {
      for (const tokenType of chain.adapter.tokenTypes) {
        const prepared = await prepare(await issueOf({ tokenType }));

        expect(await chain.adapter.broadcast(prepared.signed.bytes)).toMatchObject({
          kind: 'taken',
        });
        const { assetId, contractAddress, transactionId, block } = await untilFinal(prepared);
        const fields = await chain.adapter.readBack(prepared.issue, { assetId, contractAddress });

        expect(transactionId).toBe(prepared.signed.transactionId);
        expect(block.number).toBeGreaterThan(0n);
        expect(assetId !== null || contractAddress !== null).toBe(true);
        if (prepared.plan.predictedAddress !== null)
          expect(contractAddress).toBe(prepared.plan.predictedAddress);
        expect(fields?.filter(({ equal }) => !equal)).toEqual([]);
        expect(fields?.length).toBeGreaterThan(4);
        expect(JSON.parse(JSON.stringify(fields))).toEqual(fields);
      }
    });

    test('without a sponsor the issuer pays, and no more than the plan says', async () => {
      const issuerFunds = chain.plentyBaseUnits;
      const prepared = await prepare(await issueOf({ sponsored: false, issuerFunds }));
      const { issue, plan } = prepared;

      await chain.adapter.broadcast(prepared.signed.bytes);
      await untilFinal(prepared);

      expect(plan.payer).toBe(issue.issuer);
      const left = await chain.adapter.balance(issue.issuer.address);
      expect(left).toBeLessThan(issuerFunds);
      expect(issuerFunds - left).toBeLessThanOrEqual(plan.feesBaseUnits);
    });

    test('an issuer short of funds is refused with its address and exact amounts', async () => {
      const issue = await issueOf({ sponsored: false, issuerFunds: 0n });

      const planned = await chain.adapter.plan(issue);

      expect(planned).toMatchObject({
        ok: false,
        refusal: {
          kind: 'funds',
          payer: 'issuer',
          address: issue.issuer.address,
          presentBaseUnits: 0n,
        },
      });
      if (!planned.ok && planned.refusal.kind === 'funds')
        expect(planned.refusal.neededBaseUnits).toBeGreaterThan(0n);
    });

    test('the balance is exact', async () => {
      const funds = chain.plentyBaseUnits + 7n;

      expect(await chain.adapter.balance((await chain.account(funds)).address)).toBe(funds);
      expect(await chain.adapter.balance((await chain.account(0n)).address)).toBe(0n);
    });

    test('a plan is JSON-plain and holds no secret of the signer', async () => {
      const { plan, signed } = await prepare(await issueOf());

      const { transactions } = plan;
      expect(JSON.parse(JSON.stringify(transactions))).toEqual(transactions);
      expect(JSON.parse(JSON.stringify(signed.details))).toEqual(signed.details);
    });

    test('bytes that were never sent are absent', async () => {
      const { issue, attempt } = await prepare(await issueOf());

      expect(await chain.adapter.locate(issue, attempt)).toMatchObject({ kind: 'absent' });
    });

    test('the same bytes twice make one token and cost once', async () => {
      const prepared = await prepare(await issueOf());
      await chain.adapter.broadcast(prepared.signed.bytes);
      const first = await untilFinal(prepared);
      const balance = await chain.adapter.balance(sponsor.address);

      await chain.adapter.broadcast(prepared.signed.bytes);

      const { final: _final, finality: _finality, ...again } = await untilFinal(prepared);
      expect(first).toMatchObject(again);
      expect(await chain.adapter.balance(sponsor.address)).toBe(balance);
    });

    test('a node of another chain is never used', async () => {
      const prepared = await prepare(await issueOf());
      const stranger = chain.strangerAdapter();

      for (const use of usesOf(stranger, prepared)) {
        await expect(use()).rejects.toMatchObject({ code: 'BLOCKCHAIN_WRONG_NETWORK' });
      }
      await expect(stranger.broadcast(prepared.signed.bytes)).rejects.toMatchObject({
        code: 'BLOCKCHAIN_WRONG_NETWORK',
      });
      expect(await chain.adapter.locate(prepared.issue, prepared.attempt)).toMatchObject({
        kind: 'absent',
      });
    });

    const outages: Record<string, [RequestListener | 'closed', string]> = {
      'is down': ['closed', 'BLOCKCHAIN_UNREACHABLE'],
      'does not answer in time': [() => {}, 'BLOCKCHAIN_UNREACHABLE'],
      'cuts the connection': [(request) => request.destroy(), 'BLOCKCHAIN_UNREACHABLE'],
      'is overloaded': [(_, answer) => answer.writeHead(503).end('busy'), 'BLOCKCHAIN_UNREACHABLE'],
      'limits our rate': [(_, answer) => answer.writeHead(429).end('{}'), 'BLOCKCHAIN_UNREACHABLE'],
      'answers a page for people': [
        (_, answer) => answer.end('<html>Welcome</html>'),
        'BLOCKCHAIN_INVALID_ANSWER',
      ],
      'answers JSON that means nothing': [
        (_, answer) => answer.end('{"welcome":1}'),
        'BLOCKCHAIN_INVALID_ANSWER',
      ],
      'answers half of something': [
        (_, answer) => answer.end('{"jsonrpc":"2.0","id":0,"res'),
        'BLOCKCHAIN_INVALID_ANSWER',
      ],
    };
    for (const [what, [behaviour, code]] of Object.entries(outages)) {
      test(`a node that ${what}: ${code}, and the broadcast is of unknown effect`, async () => {
        const prepared = await prepare(await issueOf());
        await using server = await serve(behaviour);
        const adapter = chain.adapterAt(server.url, { timeoutMs: 150 });

        for (const use of usesOf(adapter, prepared)) {
          await expect(use()).rejects.toMatchObject({ code });
        }
        expect(await adapter.broadcast(prepared.signed.bytes)).toMatchObject({ kind: 'unknown' });
      });
    }
  });
}

type Included = Extract<Sighting, { kind: 'included' }>;

/** Every method that needs the node. */
function usesOf(adapter: ChainAdapter, { issue, attempt }: Prepared): (() => Promise<unknown>)[] {
  return [
    () => adapter.identify(),
    () => adapter.balance(issue.issuer.address),
    () => adapter.plan(issue),
    () => adapter.locate(issue, attempt),
    () =>
      adapter.readBack(issue, {
        assetId: 1n,
        contractAddress: '0x0000000000000000000000000000000000000001',
      }),
  ];
}

function attemptOf(networkId: NetworkId, issue: Issue, plan: Plan, signed: SignedIssue): Attempt {
  const now = new Date();
  return {
    deploymentId: issue.deploymentId,
    number: 1,
    step: 1,
    networkId,
    sender: plan.payer.address,
    nonce: plan.chainNonce,
    firstValid: signed.firstValid,
    lastValid: signed.lastValid,
    variants: [
      {
        transactionId: signed.transactionId,
        bytes: signed.bytes,
        signedAt: now,
        details: signed.details,
      },
    ],
    broadcasts: 1,
    lastBroadcastAt: now,
    lastAnswer: null,
    outcome: 'open',
    createdAt: now,
  };
}

async function serve(
  behaviour: RequestListener | 'closed',
): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(behaviour === 'closed' ? () => {} : behaviour);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  if (behaviour === 'closed') await close();
  return { url, [Symbol.asyncDispose]: close };
}

function firstOf<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error('Expected the adapter to issue at least one standard');
  return first;
}
