import { createHash } from 'node:crypto';
import {
  acceptedAnswer,
  deploymentStatus,
  tokenTypes,
  validateAnswer,
  whyAnswer,
} from '@biatec-tokens/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHarness, type Harness, type SignedInUser } from '../testing/createHarness.ts';
import { oggOpus, onePixelPng } from '../testing/mediaFiles.ts';
import { applicationExamples, bond, validRequests, violations } from '../testing/tokenExamples.ts';

let h: Harness;
let user: SignedInUser;
beforeAll(async () => {
  h = await createHarness();
  user = await h.given.signedInUser();
});
afterAll(() => h[Symbol.asyncDispose]());

const post = (path: string, body: unknown) =>
  h.request(`/api/v1/token/${path}`, { method: 'POST', token: user.accessToken, body });

async function countDeployments(): Promise<number> {
  const counts = await h.deps.store.countDeployments();
  return counts.reduce((sum, { count }) => sum + count, 0);
}

test('an accepted issuance answers 202 with where to look', async () => {
  const answer = await post('asa-ft', { ...bond, reference: 'order-7' });

  expect(answer.status).toBe(202);
  expect(acceptedAnswer.parse(answer.body)).toMatchObject({
    status: 'Queued',
    network: 'algorand-localnet',
    tokenType: 'asa-ft',
    reference: 'order-7',
    statusUrl: `/api/v1/deployment-status/${answer.body.deploymentId}`,
    correlationId: answer.headers.get('x-correlation-id'),
  });
});

test.each(Object.entries(applicationExamples))('an accepted %s is Queued', async (type, body) => {
  const answer = await post(type, body);

  expect(answer.status).toBe(202);
  expect(acceptedAnswer.parse(answer.body)).toMatchObject({ status: 'Queued', tokenType: type });
});

test('the status shows the frozen parameters and what happens next', async () => {
  const { body: accepted } = await post('asa-ft', bond);

  const { status, body } = await h.request(accepted.statusUrl, { token: user.accessToken });

  expect(status).toBe(200);
  expect(deploymentStatus.strict().parse(body)).toMatchObject({
    status: 'Queued',
    parameters: { totalSupply: '1000000', totalSupplyBaseUnits: '100000000', decimals: 2 },
    history: [{ sequence: 1, status: 'Queued', reasonCode: 'DEPLOYMENT_QUEUED' }],
    nextPollMs: 500,
    error: null,
  });
});

test('why tells that a fresh deployment waits for a worker', async () => {
  const { body: accepted } = await post('asa-ft', bond);

  const { body } = await h.request(`${accepted.statusUrl}/why`, { token: user.accessToken });

  expect(whyAnswer.parse(body)).toMatchObject({
    waitingFor: { kind: 'worker' },
    attempts: [],
    nextAction: { action: 'A worker takes the deployment up' },
  });
});

test('cancel stops a queued deployment, and cancelling again changes nothing', async () => {
  const { body: accepted } = await post('asa-ft', bond);
  const cancel = () =>
    h.request(`${accepted.statusUrl}/cancel`, { method: 'POST', token: user.accessToken });

  const first = await cancel();
  const second = await cancel();

  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ status: 'Cancelled', nextPollMs: null });
  expect(first.body.history).toHaveLength(2);
  expect(second.body).toEqual(first.body);
});

test('cancel refuses what is not Queued, retry what is not Failed', async () => {
  const { body: accepted } = await post('asa-ft', bond);
  const found = await h.deps.store.findDeployment(user.organizationId, accepted.deploymentId);
  const claimed = await h.deps.store.claimDueDeployments({
    workerId: 'wrk_test',
    now: h.clock.now(),
    leaseMs: 1_000,
    limit: 100,
  });
  const { lease } = claimed.find(({ deployment }) => deployment.id === found?.id) ?? {};
  if (found === undefined || lease === undefined) throw new Error('The deployment is not due');
  await h.deps.store.advance({
    deploymentId: found.id,
    version: found.version,
    lease,
    steps: [{ event: 'submit' }],
    dueAt: null,
    keepLease: false,
    actor: { actor: 'system', correlationId: null, ip: null, userAgent: null },
    now: h.clock.now(),
  });

  const asked = { method: 'POST', token: user.accessToken };
  expect(await h.request(`${accepted.statusUrl}/cancel`, asked)).toMatchObject({
    status: 409,
    body: { errorCode: 'DEPLOYMENT_NOT_CANCELLABLE', details: { status: 'Submitted' } },
  });
  expect(await h.request(`${accepted.statusUrl}/retry`, asked)).toMatchObject({
    status: 409,
    body: { errorCode: 'DEPLOYMENT_NOT_RETRYABLE' },
  });
});

test('the list filters and pages without losing or repeating any', async () => {
  const reference = 'paged';
  const made = [];
  for (let at = 0; at < 5; at++) made.push((await post('asa-ft', { ...bond, reference })).body);
  const seen: string[] = [];

  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = `reference=${reference}&limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
    const { body } = await h.request(`/api/v1/deployment-status?${query}`, {
      token: user.accessToken,
    });
    seen.push(...body.items.map((item: { deploymentId: string }) => item.deploymentId));
    cursor = body.nextCursor;
  }

  expect(seen).toEqual(made.map(({ deploymentId }) => deploymentId).toReversed());
});

test.each(tokenTypes)('validate accepts a valid %s and stores nothing', async (tokenType) => {
  const before = await countDeployments();

  const request = validRequests[tokenType];
  const media =
    'mediaId' in request ? { mediaId: await h.given.media(user, oggOpus, 'audio/ogg') } : {};

  const answer = await post(`${tokenType}/validate`, { ...request, ...media });

  expect(answer).toMatchObject({ status: 200, body: { valid: true, tokenType } });
  expect(await countDeployments()).toBe(before);
});

test('a network that cannot be asked leaves out the plan and says why, not the check', async () => {
  const { status, body } = await post('asa-ft/validate', bond);

  expect(status).toBe(200);
  expect(validateAnswer.strict().parse(body)).toMatchObject({
    valid: true,
    parameters: { totalSupplyBaseUnits: '100000000' },
    plan: null,
    planUnavailable: { errorCode: 'BLOCKCHAIN_UNREACHABLE' },
  });
});

test('a network that is switched off leaves out the plan with the reason issuing would give', async () => {
  const draft = { ...bond, network: 'algorand-testnet' };

  const { body: checked } = await post('asa-ft/validate', draft);
  const { body: refused } = await post('asa-ft', draft);

  expect(checked.planUnavailable).toEqual({
    errorCode: refused.errorCode,
    errorMessage: refused.errorMessage,
  });
});

test('a request that breaks a rule gets no plan but its problems', async () => {
  const { status, body } = await post('asa-ft/validate', { ...bond, decimals: 20 });

  expect(status).toBe(400);
  expect(body.errorCode).toBe('TOKEN_INVALID_DECIMALS');
  expect(body.plan).toBeUndefined();
});

test('every broken rule of every standard answers 400 with its path and code, and stores nothing', async () => {
  const before = await countDeployments();

  for (const { tokenType, name, body, path, code } of violations) {
    const answer = await post(tokenType, body);

    const rule = `${tokenType}: ${name}`;
    expect([rule, answer.status]).toEqual([rule, 400]);
    expect([rule, answer.body.details.problems]).toEqual([
      rule,
      [{ path, code, message: expect.any(String) }],
    ]);
    expect(answer.body).toMatchObject({ success: false, errorCode: code });
  }

  expect(await countDeployments()).toBe(before);
});

describe('an ARC-3 token', () => {
  const song = {
    network: 'algorand-localnet',
    name: 'My Song',
    unitName: 'SONG',
    metadata: { description: 'My first and best song!' },
  };
  const readFile = async (cid: string) => {
    const response = await h.app.request(`/ipfs/${cid}`);
    return Buffer.from(await response.arrayBuffer());
  };

  test('shows the address and the hash of its metadata, which names the uploaded file with its digest', async () => {
    const mediaId = await h.given.media(user, onePixelPng, 'image/png');

    const { body: accepted } = await post('arc3-nft', { ...song, mediaId });

    const { body } = await h.request(accepted.statusUrl, { token: user.accessToken });
    const { metadataCid, mediaCid } = body.parameters;
    const bytes = await readFile(metadataCid);
    const digest = (of: Uint8Array) => createHash('sha256').update(of).digest('base64');
    expect(body.parameters).toMatchObject({
      totalSupply: '1',
      decimals: 0,
      url: `ipfs://${metadataCid}#arc3`,
      metadataHash: digest(bytes),
      mediaId,
    });
    expect(JSON.parse(bytes.toString())).toEqual({
      name: 'My Song',
      decimals: 0,
      description: 'My first and best song!',
      image: `ipfs://${mediaCid}`,
      image_integrity: `sha256-${digest(onePixelPng)}`,
      image_mimetype: 'image/png',
    });
    expect(await readFile(mediaCid)).toEqual(onePixelPng);
  });

  test('is issued with the very file that a draft check showed, and the check stores none', async () => {
    const request = { ...song, name: 'Checked Song' };
    const { body: checked } = await post('arc3-nft/validate', request);
    const { metadataCid } = checked.parameters;
    expect((await h.app.request(`/ipfs/${metadataCid}`)).status).toBe(404);

    const { body: accepted } = await post('arc3-nft', request);

    const { body } = await h.request(accepted.statusUrl, { token: user.accessToken });
    expect(body.parameters).toEqual(checked.parameters);
    expect((await readFile(metadataCid)).toString()).toContain('Checked Song');
  });

  test.each([
    ['a media id that nobody has', async () => ({ mediaId: 'med_00000000' })],
    [
      'the media of another organization',
      async () => {
        const stranger = await h.given.signedInUser();
        return { mediaId: await h.given.media(stranger, onePixelPng, 'image/png') };
      },
    ],
    [
      'an image beside another image',
      async () => ({
        mediaId: await h.given.media(user, onePixelPng, 'image/png'),
        metadata: { image: 'https://example.com/a.png' },
      }),
    ],
  ])('with %s is refused, and nothing is stored', async (_, fields) => {
    const before = await countDeployments();
    const body = { ...song, ...(await fields()) };

    for (const path of ['arc3-nft', 'arc3-nft/validate']) {
      expect(await post(path, body)).toMatchObject({
        status: 400,
        body: {
          errorCode: 'TOKEN_INVALID_MEDIA',
          details: { problems: [{ path: 'mediaId', code: 'TOKEN_INVALID_MEDIA' }] },
        },
      });
    }
    expect(await countDeployments()).toBe(before);
  });

  test('asked for ten times at once under one key is one deployment', async () => {
    const ask = () =>
      h.request('/api/v1/token/arc3-nft', {
        token: user.accessToken,
        body: song,
        headers: { 'idempotency-key': 'one song' },
      });
    const before = await countDeployments();

    const answers = await Promise.all(Array.from({ length: 10 }, ask));

    expect(new Set(answers.map(({ body }) => body.deploymentId)).size).toBe(1);
    expect(await countDeployments()).toBe(before + 1);
  });
});

test('all problems of a request come back at once', async () => {
  const answer = await post('asa-ft', {
    network: 'polygon',
    name: '',
    decimals: 20,
    colour: 'red',
  });

  expect(answer.status).toBe(400);
  expect(answer.body.errorCode).toBe('INVALID_REQUEST');
  expect(answer.body.details.problems.map(({ path }: { path: string }) => path).toSorted()).toEqual(
    ['colour', 'decimals', 'name', 'network', 'totalSupply', 'unitName'],
  );
});

test.each([
  ['a type nobody has', 'asa-gold', bond, 404, 'TOKEN_TYPE_UNKNOWN'],
  ['a name of Object.prototype', '__proto__', bond, 404, 'TOKEN_TYPE_UNKNOWN'],
  [
    'a network that is switched off',
    'asa-ft',
    { ...bond, network: 'algorand-testnet' },
    409,
    'TOKEN_NETWORK_UNUSABLE',
  ],
  [
    'a network without an endpoint',
    'asa-ft',
    { ...bond, network: 'aramid-testnet' },
    409,
    'TOKEN_NETWORK_UNUSABLE',
  ],
  ['no body', 'asa-ft', undefined, 400, 'INVALID_REQUEST'],
  ['a list', 'asa-ft', [bond], 400, 'INVALID_REQUEST'],
  ['null', 'asa-ft', null, 400, 'INVALID_REQUEST'],
])('issuing %s is refused', async (_, tokenType, body, status, errorCode) => {
  const before = await countDeployments();

  expect(await post(tokenType, body)).toMatchObject({ status, body: { errorCode } });

  expect(await countDeployments()).toBe(before);
});
