import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './conformance/client.ts';
import { pay } from './conformance/transactions.ts';
import { type Fault, faultKinds } from './faults.ts';
import { type AlgorandNode, startAlgorandNode } from './startAlgorandNode.ts';

let node: AlgorandNode;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  node = await startAlgorandNode();
  client = createClient(node);
});
afterAll(() => node.close());
beforeEach(() => node.faults.clear());

const post = (path: string, body: unknown) =>
  client.request(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'X-Algo-API-Token': node.token },
  });
const addFault = (fault: Fault) => post('/devnet/faults', fault);

async function payment() {
  const params = await client.getParams();
  const transaction = pay({ from: client.funder, params }, { to: client.funder });
  return { transaction, signed: transaction.signTxn(client.funder.sk) };
}
const isConfirmed = async (id: string): Promise<boolean> =>
  (await client.get(`/v2/transactions/pending/${id}`)).status === 200;

describe('what each fault does', () => {
  test('refuse: the connection is cut and nothing happens', async () => {
    const { transaction, signed } = await payment();
    await addFault({ kind: 'refuse', times: 1 });

    await expect(client.send(signed)).rejects.toThrow('fetch failed');

    expect(await isConfirmed(transaction.txID())).toBe(false);
  });

  test('drop-answer: the transaction is confirmed, but its sender never hears of it', async () => {
    const { transaction, signed } = await payment();
    await addFault({ kind: 'drop-answer', path: '/v2/transactions', method: 'POST', times: 1 });

    await expect(client.send(signed)).rejects.toThrow('fetch failed');

    expect(await isConfirmed(transaction.txID())).toBe(true);
  });

  test('delay: the answer comes later', async () => {
    await addFault({ kind: 'delay', ms: 120, times: 1 });
    const begun = performance.now();

    const { status } = await client.get('/v2/status');

    expect(status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(110);
  });

  test('status: another status instead of the answer, or after it', async () => {
    const before = await payment();
    await addFault({ kind: 'status', status: 503, times: 1 });
    const notHandled = await client.send(before.signed);
    const after = await payment();
    await addFault({ kind: 'status', handled: true, times: 1 });
    const handled = await client.send(after.signed);

    expect(notHandled.status).toBe(503);
    expect(await isConfirmed(before.transaction.txID())).toBe(false);
    expect(handled.status).toBe(500);
    expect(await isConfirmed(after.transaction.txID())).toBe(true);
  });

  test('garbage: 200 with what no client can read', async () => {
    await addFault({ kind: 'garbage', times: 1 });

    const answer = await client.get('/v2/status');

    expect(answer.status).toBe(200);
    expect(() => JSON.parse(answer.text)).toThrow(SyntaxError);
  });

  test('stale-round: the node seems to lag', async () => {
    await node.makeBlocks(20);
    const { json: truth } = await client.get('/v2/status');
    await addFault({ kind: 'stale-round', rounds: 7 });

    const status = await client.get('/v2/status');
    const params = await client.get('/v2/transactions/params');

    expect(status.json['last-round']).toBe(truth['last-round'] - 7);
    expect(params.json['last-round']).toBe(truth['last-round'] - 7);
  });

  test('stale-round never goes below the first block', async () => {
    await addFault({ kind: 'stale-round', rounds: 1_000_000 });

    expect((await client.get('/v2/status')).json['last-round']).toBe(0);
  });

  test('wrong-genesis: the node says it is on another chain', async () => {
    await addFault({ kind: 'wrong-genesis', path: '/' });

    const params = await client.get('/v2/transactions/params');
    const versions = await client.get('/versions');

    expect(params.json['genesis-hash']).not.toBe(node.genesisHash);
    expect(params.json['genesis-id']).not.toBe(node.genesisId);
    expect(versions.json.genesis_hash_b64).toBe(params.json['genesis-hash']);
  });
});

describe('whom a fault meets', () => {
  test('only requests to its path, as often as it says', async () => {
    await addFault({ kind: 'status', path: '/v2/status', times: 2 });

    const statuses = [];
    for (let request = 0; request < 3; request++) {
      statuses.push((await client.get('/v2/status')).status);
    }

    expect((await client.get('/v2/transactions/params')).status).toBe(200);
    expect(statuses).toEqual([500, 500, 200]);
  });

  test('several at once add up', async () => {
    await addFault({ kind: 'stale-round', rounds: 3 });
    await addFault({ kind: 'stale-round', rounds: 2 });
    await node.makeBlocks(10);
    const { json } = await client.get('/v2/status');
    node.faults.clear();

    expect((await client.get('/v2/status')).json['last-round']).toBe(json['last-round'] + 5);
  });

  test('never the admin calls, unless it says so', async () => {
    await addFault({ kind: 'refuse' });

    const { json } = await client.get('/devnet/faults');
    await client.request('/devnet/faults', {
      method: 'DELETE',
      headers: { 'X-Algo-API-Token': node.token },
    });

    expect(json).toEqual({ faults: [{ kind: 'refuse' }] });
    expect((await client.get('/v2/status')).status).toBe(200);
  });
});

describe('a fault that is none', () => {
  test.each([
    [{ kind: 'earthquake' }, /kind is one of refuse, drop-answer/],
    [{ kind: 'delay', ms: '5' }, /"ms" is a number/],
    [{ kind: 'delay', pathh: '/v2' }, /no field "pathh"/],
    [7, /not a JSON object/],
  ])('%j is refused', async (body, problem) => {
    const answer = await post('/devnet/faults', body);

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(problem);
    expect(node.faults.list()).toEqual([]);
  });

  test('needs the token like everything else', async () => {
    const answer = await client.request('/devnet/faults', { method: 'POST', headers: {} });

    expect(answer.status).toBe(401);
  });
});

test('GET /devnet says what this is and names every fault', async () => {
  const answer = await client.request('/devnet', { headers: {} });

  expect(answer.text).toContain('for development and tests');
  for (const kind of Object.keys(faultKinds)) expect(answer.text).toContain(kind);
});

test('POST /devnet/blocks makes blocks', async () => {
  const { json: before } = await client.get('/v2/status');

  const answer = await post('/devnet/blocks', { count: 5 });

  expect(answer.json).toEqual({ 'last-round': before['last-round'] + 5 });
  expect((await post('/devnet/blocks', { count: 0 })).status).toBe(400);
  expect((await post('/devnet/blocks', 'x')).status).toBe(400);
});
