import { expect, test } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';
import { bond } from '../testing/tokenExamples.ts';
import { createStatusReader } from './statusReader.ts';

async function given() {
  const h = await createHarness();
  const user = await h.given.signedInUser();
  const token = user.accessToken;
  const { body } = await h.request('/api/v1/token/asa-ft', { token, body: bond });
  const asked = { deployments: 0, histories: 0 };
  const { store } = h.deps;
  const reader = createStatusReader({
    findDeployment: (...given) => (asked.deployments++, store.findDeployment(...given)),
    listHistory: (...given) => (asked.histories++, store.listHistory(...given)),
  });
  const path = `/api/v1/deployment-status/${body.deploymentId}`;
  return {
    h,
    asked,
    organizationId: user.organizationId,
    find: (organizationId = user.organizationId) => reader.find(organizationId, body.deploymentId),
    cancel: () => h.request(`${path}/cancel`, { method: 'POST', token }),
    [Symbol.asyncDispose]: () => h[Symbol.asyncDispose](),
  };
}

test('a version is described once, and a change is seen at once', async () => {
  await using g = await given();

  const [first, second] = [await g.find(), await g.find()];
  expect(second).toBe(first);
  expect(g.asked).toEqual({ deployments: 2, histories: 1 });

  await g.cancel();
  expect((await g.find())?.status).toMatchObject({ status: 'Cancelled', history: [{}, {}] });
});

test('a terminal state is remembered, but only for its organization', async () => {
  await using g = await given();
  await g.cancel();

  const [first, second] = [await g.find(), await g.find()];

  expect(second).toBe(first);
  expect(g.asked.deployments).toBe(1);
  expect(await g.find('org_0000000000')).toBeUndefined();
});
