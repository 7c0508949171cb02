import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  checkTokenRequest,
  networks,
  ValidationError,
  type NetworkId,
  type TokenType,
} from '@biatec-tokens/core';
import { visitDeployment } from '../deploy/visitDeployment.ts';
import type { EngineDeps } from '../deploy/visit.ts';
import { addressContent } from '../ipfs/addressContent.ts';
import { createEmbeddedPinner } from '../ipfs/embeddedPinner.ts';
import { createPins } from '../ipfs/createPins.ts';
import { parseCid } from '../ipfs/parseCid.ts';
import { createKeyProvider } from '../keys/createKeyProvider.ts';
import { completeDraft } from '../operations/tokens/completeDraft.ts';
import type { ChainAdapter } from '../ports/chainAdapter.ts';
import type { Pinner } from '../ports/ipfs.ts';
import type { Log } from '../ports/log.ts';
import type { NetworkAccess, NetworkStatus } from '../ports/networkAccess.ts';
import type { Account, Deployment, HistoryRow, Store } from '../ports/store/index.ts';
import type { Signer } from '../ports/signer.ts';
import { createIds } from '../runtime/createIds.ts';
import { createSigner } from '../signer/createSigner.ts';
import { createVault } from '../signer/createVault.ts';
import { makeSponsorAccount } from '../signer/makeSponsorAccount.ts';
import { createSqliteStore } from '../store/sqlite/createSqliteStore.ts';
import { migrateSqlite } from '../store/sqlite/migrate.ts';
import { createManualClock, type ManualClock } from './manualClock.ts';
import { makeIssuer } from './makeIssuer.ts';

export interface EngineHarness extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly issuer: {
    readonly avm: Account;
    readonly evm: Account;
    readonly organizationId: string;
  };
  /** Stores a request as the operation does; the engine has not seen it yet. */
  accept(tokenType: TokenType, body: Record<string, unknown>): Promise<Deployment>;
  /** One look of a worker at everything that is due, one after another. */
  turn(): Promise<void>;
  /** Turns, with the clock moved to the next due time between them, until the deployment is in a resting or the given state. */
  turnUntil(id: string, isDone: (deployment: Deployment) => boolean): Promise<Deployment>;
  get(id: string): Promise<Deployment>;
  historyOf(id: string): Promise<HistoryRow[]>;
  setSponsor(networkId: NetworkId, secretText: string): Promise<Account>;
}

export interface EngineHarnessOptions {
  /** Builds the adapter under test; the signer opens real sealed keys. */
  readonly createAdapter: (parts: {
    signer: Signer;
    clock: ManualClock;
    store: Store;
  }) => ChainAdapter;
  readonly sponsorSecret?: string;
  /** Asked beside the embedded store. @default none */
  readonly pinners?: readonly Pinner[];
}

const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A real database, real sealed keys and the real engine, stepped by hand; the chain behind it is the test's choice. */
export async function createEngineHarness(options: EngineHarnessOptions): Promise<EngineHarness> {
  const directory = mkdtempSync(join(tmpdir(), 'biatec-engine-'));
  const file = join(directory, 'test.db');
  migrateSqlite(file);
  const clock = createManualClock(new Date());
  const ids = createIds({ clock });
  const store = await createSqliteStore({ file, ids });
  const keyProvider = await createKeyProvider(
    { kind: 'environment', key: randomBytes(32).toString('base64'), allowed: true },
    { clock },
  );
  const vault = createVault({ keyProvider });
  const signer = createSigner({ vault, store });
  const adapter = options.createAdapter({ signer, clock, store });
  const statusOf = (networkId: NetworkId): NetworkStatus => ({
    networkId,
    usable: networkId === adapter.networkId,
    reason: null,
    health: 'healthy',
    issuable: adapter.tokenTypes,
    endpoints: [],
  });
  const access: NetworkAccess = {
    find: (networkId) => (networkId === adapter.networkId ? adapter : undefined),
    known: statusOf,
    status: async (networkId) => statusOf(networkId),
  };
  const issuer = await makeIssuer({ store, vault, ids, clock });
  const deps: EngineDeps = {
    clock,
    log: silentLog,
    networks: access,
    pins: createPins({
      pinners: [
        createEmbeddedPinner({ store, clock, ids, addressContent }),
        ...(options.pinners ?? []),
      ],
      store,
      clock,
      log: silentLog,
      addressContent,
      parseCid,
      timeoutMs: 300,
    }),
    probe: () => {},
    random: () => 0.5,
    store,
    onAdvanced: () => {},
  };

  const harness: EngineHarness = {
    clock,
    store,
    issuer,
    async accept(tokenType, body) {
      const checked = checkTokenRequest({
        tokenType,
        body,
        issuer: { avm: issuer.avm.address, evm: issuer.evm.address },
      });
      if (!checked.ok) throw new ValidationError(checked.problems);
      const now = clock.now();
      const account = issuer[networks[checked.network].family];
      const { draft, contents } = await completeDraft(
        { addressContent, clock, store },
        {
          tokenType,
          networkId: checked.network,
          reference: checked.reference ?? null,
          parameters: { ...checked.parameters },
        },
        issuer.organizationId,
      );
      const deployment: Deployment = {
        id: ids.next('deployment'),
        organizationId: issuer.organizationId,
        ...draft,
        issuerAccountId: account.id,
        issuer: account.address,
        state: 'Queued',
        version: 1,
        sequence: 1,
        transactionId: null,
        block: null,
        assetId: null,
        contractAddress: null,
        readBack: null,
        error: null,
        waiting: null,
        correlationId: ids.next('request'),
        createdBy: issuer.userId,
        createdAt: now,
        updatedAt: now,
        dueAt: now,
      };
      const accepted = await store.acceptDeployment({
        deployment,
        idempotency: null,
        contents,
        answer: new Uint8Array(),
        eventId: ids.next('event'),
        audit: {
          id: ids.next('audit'),
          at: now,
          actor: issuer.userId,
          organizationId: issuer.organizationId,
          correlationId: deployment.correlationId,
          ip: null,
          userAgent: null,
          action: 'tokens.issue',
          target: deployment.id,
          outcome: 'success',
          errorCode: null,
          details: {},
        },
      });
      if (accepted.kind !== 'accepted') throw new Error(`Cannot accept: ${accepted.kind}`);
      return accepted.deployment;
    },
    async turn() {
      const claimed = await store.claimDueDeployments({
        workerId: 'wrk_test',
        now: clock.now(),
        leaseMs: 30_000,
        limit: 100,
      });
      for (const one of claimed) await visitDeployment(deps, one, () => false);
    },
    async turnUntil(id, isDone) {
      for (let turns = 0; turns < 400; turns += 1) {
        const deployment = await harness.get(id);
        if (isDone(deployment)) return deployment;
        const waitMs = (deployment.dueAt?.getTime() ?? 0) - clock.now().getTime();
        if (waitMs > 0) await clock.advance(waitMs);
        await harness.turn();
      }
      throw new Error(
        `Cannot see deployment "${id}" done after 400 turns: ${JSON.stringify((await harness.get(id)).waiting)}`,
      );
    },
    async get(id) {
      const found = await store.findDeployment(issuer.organizationId, id);
      if (found === undefined) throw new Error(`Cannot find deployment "${id}"`);
      return found;
    },
    historyOf: (id) => store.listHistory(id),
    async setSponsor(networkId, secretText) {
      const account = await makeSponsorAccount(
        { vault, ids, clock },
        { networkId, family: networks[networkId].family, secretText },
      );
      await store.putSponsor(networkId, account);
      return account;
    },
    async [Symbol.asyncDispose]() {
      await store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  if (options.sponsorSecret !== undefined)
    await harness.setSponsor(adapter.networkId, options.sponsorSecret);
  return harness;
}
