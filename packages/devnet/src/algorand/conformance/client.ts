/** algod's REST by plain fetch. algosdk only encodes and signs here, so nothing hides what the node answers. */
import { randomBytes } from 'node:crypto';
import algosdk, { type SuggestedParams, type Transaction } from 'algosdk';

/** A key pair with its address as text. */
export type TestAccount = { readonly addr: string; readonly sk: Uint8Array };

export type Answer = {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Uint8Array;
  /** The body as JSON; numbers above 2^53 are only exact in `text`. */
  readonly json: any;
  /** The sentence of a refusal. */
  readonly message: string;
};

/** Rounds as bigint, as this suite counts them. */
export type Params = SuggestedParams & { readonly firstValid: bigint; readonly lastValid: bigint };

export type Client = ReturnType<typeof createClient>;

export type ClientOptions = {
  readonly url: string;
  readonly token: string;
  readonly funderMnemonic: string;
};

const tokenHeader = 'X-Algo-API-Token';

export function newAccount(): TestAccount {
  const { addr, sk } = algosdk.generateAccount();
  return { addr: addr.toString(), sk };
}

export function createClient({ url, token, funderMnemonic }: ClientOptions) {
  const { addr, sk } = algosdk.mnemonicToSecretKey(funderMnemonic);
  const funder: TestAccount = { addr: addr.toString(), sk };

  const request = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(url + path, { headers: { [tokenHeader]: token }, ...init });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = Buffer.from(bytes).toString('utf8');
    const contentType = response.headers.get('content-type') ?? '';
    const json = contentType.includes('json') ? JSON.parse(text) : undefined;
    const { status, headers } = response;
    return { status, contentType, headers, text, bytes, json, message: json?.message };
  };

  const get = (path: string): Promise<Answer> => request(path);

  const send = (...signed: readonly Uint8Array[]): Promise<Answer> =>
    request('/v2/transactions', {
      method: 'POST',
      body: Buffer.concat(signed),
      headers: { [tokenHeader]: token, 'content-type': 'application/x-binary' },
    });

  /** Parameters as the node suggests them, with the minimum fee. */
  const getParams = async (changes: Partial<Params> = {}): Promise<Params> => {
    const { json } = await get('/v2/transactions/params');
    const firstValid = BigInt(json['last-round']);
    return {
      flatFee: true,
      fee: 1_000n,
      minFee: 1_000n,
      firstValid,
      lastValid: firstValid + 1_000n,
      genesisID: json['genesis-id'],
      genesisHash: Buffer.from(json['genesis-hash'], 'base64'),
      ...changes,
    };
  };

  /** Sends what must be accepted; answers how it was confirmed. */
  const confirm = async (signer: TestAccount, transaction: Transaction): Promise<any> => {
    const answer = await send(transaction.signTxn(signer.sk));
    if (answer.status !== 200) throw new Error(`Refused with ${answer.status}: ${answer.text}`);
    const pending = await get(`/v2/transactions/pending/${transaction.txID()}`);
    return pending.json;
  };

  /** A new account that holds what is asked. */
  const fundedAccount = async (amount: bigint): Promise<TestAccount> => {
    const account = newAccount();
    const suggestedParams = await getParams();
    await confirm(
      funder,
      algosdk.makePaymentTxnWithSuggestedParamsFromObject({
        sender: funder.addr,
        receiver: account.addr,
        amount,
        note: randomBytes(8),
        suggestedParams,
      }),
    );
    return account;
  };

  const getAccount = async (account: TestAccount): Promise<any> =>
    (await get(`/v2/accounts/${account.addr}`)).json;

  return { url, token, funder, request, get, send, getParams, confirm, fundedAccount, getAccount };
}
