/** What suites about deliveries do again and again. */
import type { ClaimedDelivery, DeliveryOutcome } from '../../ports/store/index.ts';
import type { StoreHarness } from './fixture.ts';
import { at, system, type Owner } from './samples.ts';

export const terms = { workerId: 'wrk_1', leaseMs: 30_000, limit: 100, perEndpoint: 10 };

export async function openEndpoint(h: StoreHarness) {
  const owner = await h.samples.owner(h.store);
  const endpoint = h.samples.endpoint(owner);
  await h.store.createEndpoint(endpoint, h.samples.audit(), 5);
  return { owner, endpoint };
}

/** Three events of one deployment, at 0, 1 and 2 ms. @returns its id. */
export async function runToPending(h: StoreHarness, owner: Owner): Promise<string> {
  const { deployment } = h.samples.acceptance(owner);
  await h.store.acceptDeployment(h.samples.acceptance(owner, { deployment }));
  const steps = [{ event: 'submit' }, { event: 'seeInPool' }] as const;
  for (const [index, step] of steps.entries())
    await h.store.advance({
      deploymentId: deployment.id,
      version: index + 1,
      lease: null,
      steps: [step],
      dueAt: null,
      keepLease: false,
      actor: system,
      now: at(index + 1),
    });
  return deployment.id;
}

export function claim(h: StoreHarness, some: Partial<typeof terms> & { now: Date }) {
  return h.store.claimDueDeliveries({ ...terms, ...some });
}

export function settle(
  h: StoreHarness,
  claimed: ClaimedDelivery | undefined,
  outcome: DeliveryOutcome,
  answer: {
    status?: number;
    error?: string;
    responseExcerpt?: string;
    disableEndpoint?: string;
  } = {},
) {
  if (claimed === undefined) throw new Error('Nothing was claimed');
  const { disableEndpoint } = answer;
  return h.store.settleDelivery({
    deliveryId: claimed.delivery.id,
    leaseToken: claimed.leaseToken,
    outcome,
    status: answer.status ?? null,
    error: answer.error ?? null,
    responseExcerpt: answer.responseExcerpt ?? null,
    ...(disableEndpoint !== undefined && { disableEndpoint }),
    now: at(20),
  });
}

export async function deliverAll(h: StoreHarness): Promise<string[]> {
  const sent: string[] = [];
  for (let claimed = await claim(h, { now: at(1_000) }); claimed.length > 0;) {
    for (const one of claimed) {
      sent.push(placeOf(one));
      await settle(h, one, { kind: 'succeeded' });
    }
    claimed = await claim(h, { now: at(1_000) });
  }
  return sent;
}

export function placeOf({ delivery }: ClaimedDelivery): string {
  return `${delivery.deploymentId} ${delivery.sequence}`;
}
