import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '@biatec-tokens/core';
import * as questions from './questions.ts';
import { createHttp } from '../endpoints/createHttp.ts';
import { createRpc } from './rpc.ts';

let answer = '';
let bodies: string[] = [];
let headers: (string | undefined)[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    bodies.push(body);
    headers.push(request.headers.authorization);
    response.end(answer);
  });
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function open() {
  bodies = [];
  headers = [];
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = { networkId: 'evm-localnet', host } as const;
  const http = createHttp({
    origin,
    url: `http://${host}/rpc?x=1`,
    headers: { authorization: 'Bearer abc' },
    timeoutMs: 2_000,
    onDisconnect: () => {},
    onExchange: () => {},
  });
  return { ...createRpc({ origin, send: (request) => http.send(request) }), close: http.close };
}

const everyQuestion = [
  questions.chainIdOf,
  questions.blockAt('latest'),
  questions.balanceOf('0x'),
  questions.codeAt('0x'),
  questions.receiptOf('0x'),
  questions.transactionOf('0x'),
  questions.logsOf('0x', 0n),
  questions.sending('0x'),
];

test('whatever JSON a node answers, the outcome is a value of the right shape or BLOCKCHAIN_INVALID_ANSWER', async () => {
  const rpc = open();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...everyQuestion),
      fc.jsonValue(),
      async (question, result) => {
        answer = JSON.stringify({ jsonrpc: '2.0', id: 0, result });
        const outcome = await rpc.ask(question).catch((error: unknown) => error);

        if (outcome instanceof AppError) expect(outcome.code).toBe('BLOCKCHAIN_INVALID_ANSWER');
        else expect(outcome).toHaveLength(1);
      },
    ),
    { numRuns: 150 },
  );
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (whole) => {
      answer = JSON.stringify(whole);
      await expect(rpc.ask(questions.sending('0x'))).rejects.toMatchObject({
        code: 'BLOCKCHAIN_INVALID_ANSWER',
      });
    }),
    { numRuns: 100 },
  );
  await rpc.close();
});

test('questions of one call travel as one batch, answered in any order', async () => {
  const rpc = open();
  answer = JSON.stringify([
    { jsonrpc: '2.0', id: 1, result: '0x2a' },
    { jsonrpc: '2.0', id: 0, result: '0x7a69' },
  ]);

  expect(await rpc.ask(questions.chainIdOf, questions.balanceOf('0xab'))).toEqual([31_337n, 42n]);

  expect(bodies).toHaveLength(1);
  expect(headers).toEqual(['Bearer abc']);
  await rpc.close();
});

test('a batch with an answer missing is no answer', async () => {
  const rpc = open();
  answer = JSON.stringify([{ jsonrpc: '2.0', id: 0, result: '0x1' }]);

  await expect(rpc.ask(questions.chainIdOf, questions.balanceOf('0xab'))).rejects.toMatchObject({
    code: 'BLOCKCHAIN_INVALID_ANSWER',
    message: expect.stringMatching(/leaves eth_getBalance unanswered/),
  });
  await rpc.close();
});

test('a refusal keeps its words and the data of a revert, however deep nodes bury it', async () => {
  const rpc = open();
  for (const data of [
    '0x08c379a0',
    { data: '0x08c379a0' },
    { originalError: 1, data: { data: '0x08c379a0' } },
  ]) {
    answer = JSON.stringify({ id: 0, error: { code: 3, message: 'execution reverted', data } });
    const [tried] = await rpc.tryAsk(questions.chainIdOf);
    expect(tried).toEqual({
      ok: false,
      error: { code: 3, message: 'execution reverted', data: '0x08c379a0' },
    });
  }
  await rpc.close();
});

test('a rate limit told inside JSON-RPC is an unreachable node, not a refusal', async () => {
  const rpc = open();
  answer = JSON.stringify({ id: 0, error: { code: -32_005, message: 'limit exceeded' } });

  await expect(rpc.tryAsk(questions.chainIdOf)).rejects.toMatchObject({
    code: 'BLOCKCHAIN_UNREACHABLE',
  });
  await rpc.close();
});
