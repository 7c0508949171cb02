import { afterEach, expect, test } from 'vitest';
import type { ChainAdapter } from '../ports/chainAdapter.ts';
import type { ClaimedDeployment, Store } from '../ports/store/index.ts';
import { createIds } from '../runtime/createIds.ts';
import { createManualClock } from '../testing/manualClock.ts';
import { createEngine, type Engine } from './createEngine.ts';

const engines: { engine: Engine; release: () => void }[] = [];
afterEach(async () => {
  for (const { engine, release } of engines.splice(0)) {
    release();
    await engine.stop();
  }
});

/** An engine with more due than it can take, whose turns stay open: only how many it takes at once shows. */
function startBusyEngine(isAnswering: () => boolean) {
  const clock = createManualClock();
  const ids = createIds({ clock });
  const opened = Promise.withResolvers<never>();
  opened.promise.catch(() => undefined);
  let taken = 0;
  const store: Partial<Store> = {
    async claimDueDeployments({ limit }) {
      taken += limit;
      return Array.from({ length: limit }, () => claimed(ids.next('deployment')));
    },
    getAccount: () => opened.promise,
    renewLease: async () => true,
    nextDueAt: async () => clock.now(),
    advance: async () => ({ ok: false, reason: 'CONFLICT' }),
  };
  const engine = createEngine({
    clock,
    ids,
    isAnswering,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    networks: {
      find: () => ({}) as ChainAdapter,
      known: () => {
        throw new Error('not asked');
      },
      status: () => Promise.reject(new Error('not asked')),
    },
    onAdvanced: () => {},
    pins: {
      names: [],
      isRecorded: async () => true,
      hold: async () => ({ ok: true }),
      check: async () => [],
    },
    probe: () => {},
    random: () => 0.5,
    store: store as Store,
  });
  engines.push({
    engine,
    release() {
      // From here on there is nothing more to claim, and what was claimed belongs to others.
      store.claimDueDeployments = async () => [];
      opened.reject(new Error('the test is over'));
    },
  });
  engine.start();
  return {
    async settle() {
      for (let looks = 0; looks < 50; looks += 1) await clock.advance(100);
    },
    taken: () => taken,
  };
}

function claimed(id: string): ClaimedDeployment {
  const deployment = { id, networkId: 'algorand-localnet', organizationId: 'org_1', version: 1 };
  return {
    deployment: deployment as ClaimedDeployment['deployment'],
    lease: { deploymentId: id, token: id },
    attempt: null,
  };
}

test('while nobody waits for answers the engine works on 16 deployments at once, and no more', async () => {
  const engine = startBusyEngine(() => false);

  await engine.settle();

  expect(engine.taken()).toBe(16);
});

test('while requests wait it works on 3, and on all again when they are answered', async () => {
  let answering = true;
  const engine = startBusyEngine(() => answering);
  await engine.settle();
  expect(engine.taken()).toBe(3);

  answering = false;
  await engine.settle();

  expect(engine.taken()).toBe(16);
});
