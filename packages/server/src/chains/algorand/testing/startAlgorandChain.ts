import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import {
  algorandAccountOf,
  encodeAlgorandMnemonic,
  parseAlgorandMnemonic,
} from '@biatec-tokens/core';
import { startAlgorandNode } from '@biatec-tokens/devnet';
import {
  makeApplicationNoOpTxnFromObject,
  makePaymentTxnWithSuggestedParamsFromObject,
  type SuggestedParams,
  type Transaction,
} from 'algosdk';
import { createEd25519Key, signEd25519 } from '../../../signer/signEd25519.ts';
import { encodeSigned, transactionIdOf } from '../transactionId.ts';

/** A request on its way to the node. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
}

/** What happens to a request: cut before the node sees it, cut after it, its answer bent, or nothing. */
export type Tampering = (
  request: SeenRequest,
) => 'refuse' | 'drop-answer' | ((answer: string) => string) | undefined;

/** A chain of the Algorand family for tests: a real algod where one is given, else the devnet. */
export interface AlgorandChain extends AsyncDisposable {
  /** Which node this is; print it, so that a run says what it proves. */
  readonly using: string;
  /** Of a proxy in front of the node, where `tamper` acts. */
  readonly url: string;
  readonly token: string;
  tamper(how: Tampering): void;
  /** A new account with so many µALGO. Its key is public: for tests only. */
  account(microAlgos: bigint): Promise<{ readonly address: string; readonly mnemonic: string }>;
  fund(address: string, microAlgos: bigint): Promise<void>;
  /** Calls an application as the account with this mnemonic. */
  call(
    mnemonic: string,
    applicationId: bigint,
    call: { readonly args: readonly Uint8Array[]; readonly boxes: readonly Uint8Array[] },
  ): Promise<void>;
  /** Sends foreign transactions until so many rounds have passed. */
  passRounds(count: number): Promise<void>;
  get(path: string): Promise<Record<string, any>>;
}

/** Starts or finds the node; every chain has a proxy of its own, so tests can run side by side on one node. */
export async function startAlgorandChain(): Promise<AlgorandChain> {
  const node = await chooseNode();
  const funder = createEd25519Key(parseAlgorandMnemonic(node.funderMnemonic));
  const funderAddress = algorandAccountOf(parseAlgorandMnemonic(node.funderMnemonic)).address;
  const proxy = await startProxy(node.url);
  const headers = { 'x-algo-api-token': node.token };

  async function get(path: string): Promise<Record<string, any>> {
    const answer = await fetch(`${node.url}${path}`, { headers });
    return (await answer.json()) as Record<string, any>;
  }

  async function suggested(): Promise<SuggestedParams> {
    const params = await get('/v2/transactions/params');
    const lastRound = BigInt(params['last-round']);
    return {
      flatFee: true,
      fee: params['min-fee'],
      minFee: params['min-fee'],
      firstValid: lastRound,
      lastValid: lastRound + 1_000n,
      genesisID: params['genesis-id'],
      genesisHash: Buffer.from(params['genesis-hash'], 'base64'),
    };
  }

  async function post(transaction: Transaction, key = funder): Promise<string | null> {
    const message = transaction.bytesToSign();
    const body = new Uint8Array(encodeSigned(message, signEd25519(key, message)));
    const answer = await fetch(`${node.url}/v2/transactions`, { method: 'POST', headers, body });
    const text = await answer.text();
    return answer.status === 200 ? null : text;
  }

  async function send(transaction: Transaction, key = funder): Promise<string | null> {
    const refusal = await post(transaction, key);
    if (refusal !== null) return refusal;
    const id = transactionIdOf(transaction.bytesToSign());
    for (;;) {
      const found = await get(`/v2/transactions/pending/${id}`);
      if (found['confirmed-round'] !== undefined) return null;
      if (found['pool-error']) return String(found['pool-error']);
    }
  }

  async function pay(receiver: string, amount: bigint): Promise<void> {
    const payment = makePaymentTxnWithSuggestedParamsFromObject({
      sender: funderAddress,
      receiver,
      amount,
      note: Buffer.from(randomUUID()),
      suggestedParams: await suggested(),
    });
    const refusal = await send(payment);
    if (refusal !== null) throw new Error(`Cannot pay ${receiver}: ${refusal}`);
  }

  return {
    using: node.using,
    url: proxy.url,
    token: node.token,
    tamper: proxy.tamper,
    async account(microAlgos) {
      const seed = crypto.getRandomValues(new Uint8Array(32));
      const { address } = algorandAccountOf(seed);
      if (microAlgos > 0n) await pay(address, microAlgos);
      return { address, mnemonic: encodeAlgorandMnemonic(seed) };
    },
    fund: pay,
    async call(mnemonic, applicationId, { args, boxes }) {
      const seed = parseAlgorandMnemonic(mnemonic);
      const call = makeApplicationNoOpTxnFromObject({
        sender: algorandAccountOf(seed).address,
        appIndex: applicationId,
        appArgs: [...args],
        boxes: boxes.map((name) => ({ appIndex: 0n, name })),
        note: Buffer.from(randomUUID()),
        suggestedParams: await suggested(),
      });
      const refusal = await send(call, createEd25519Key(seed));
      if (refusal !== null) throw new Error(`Cannot call ${applicationId}: ${refusal}`);
    },
    async passRounds(count) {
      const { 'last-round': start } = await get('/v2/status');
      const suggestedParams = await suggested();
      for (;;) {
        const { 'last-round': now } = await get('/v2/status');
        if (now >= start + count) return;
        // In dev mode, and on the devnet, every transaction is a block.
        for (let round = now; round < start + count; round += 1) {
          const refusal = await post(
            makePaymentTxnWithSuggestedParamsFromObject({
              sender: funderAddress,
              receiver: funderAddress,
              amount: 0n,
              note: Buffer.from(randomUUID()),
              suggestedParams,
            }),
          );
          if (refusal !== null) throw new Error(`Cannot pass a round: ${refusal}`);
        }
      }
    },
    get,
    async [Symbol.asyncDispose]() {
      await proxy.close();
      await node.close();
    },
  };
}

interface ChosenNode {
  readonly using: string;
  readonly url: string;
  readonly token: string;
  readonly funderMnemonic: string;
  close(): Promise<void>;
}

async function chooseNode(): Promise<ChosenNode> {
  const { ALGOD_URL: url, ALGOD_TOKEN: token, ALGOD_FUNDER_MNEMONIC: words } = process.env;
  if (url !== undefined && token !== undefined && words !== undefined)
    return { using: `algod at ${url}`, url, token, funderMnemonic: words, close: async () => {} };
  const node = await startAlgorandNode();
  return { ...node, using: 'the devnet', close: () => node.close() };
}

async function startProxy(realUrl: string) {
  let tampering: Tampering = () => undefined;

  async function forward(request: IncomingMessage) {
    const path = request.url ?? '/';
    const method = request.method ?? 'GET';
    const what = tampering({ method, path });
    if (what === 'refuse') return undefined;
    const body = method === 'POST' ? new Uint8Array(await buffer(request)) : null;
    const headers = { ...request.headers } as Record<string, string>;
    // Of this connection, not of the next.
    for (const name of ['host', 'connection', 'content-length', 'transfer-encoding'])
      delete headers[name];
    const answer = await fetch(`${realUrl}${path}`, { method, headers, body });
    const text = await answer.text();
    if (what === 'drop-answer') return undefined;
    return { status: answer.status, text: what === undefined ? text : what(text) };
  }

  const server = createServer((request, response) => {
    forward(request).then(
      (answer) =>
        answer === undefined
          ? response.destroy()
          : response.writeHead(answer.status).end(answer.text),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    tamper: (how: Tampering) => void (tampering = how),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
