import { describe, expect, test } from 'vitest';
import { createAsset, pay, tamper } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();
const noStruct = 'only encoded map or array can be decoded into a struct';

async function signedPayment(): Promise<Uint8Array> {
  const { current } = target;
  const from = await current.fundedAccount(1_000_000n);
  const transaction = pay(
    { from, params: await current.getParams() },
    { to: from, note: new Uint8Array([7]) },
  );
  return transaction.signTxn(from.sk);
}

describe('a body that is no transaction', () => {
  test.each([
    ['nothing', new Uint8Array(), 'empty txgroup'],
    ['bytes', new Uint8Array([1, 2, 3]), `msgpack decode error [pos 1]: ${noStruct}`],
    ['text', Buffer.from('hello'), `msgpack decode error [pos 1]: ${noStruct}`],
  ])('%s', async (_, body, message) => {
    const answer = await target.current.send(body);

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message });
  });

  test('half a transaction', async () => {
    const answer = await target.current.send((await signedPayment()).subarray(0, 100));

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: 'empty txgroup' });
  });

  test('a transaction and rubbish', async () => {
    const signed = await signedPayment();

    const answer = await target.current.send(signed, new Uint8Array([0xc1]));

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      message: `msgpack decode error [pos ${signed.length + 1}]: ${noStruct}`,
    });
  });
});

describe('a transaction with a wrong field', () => {
  test('unknown', async () => {
    const signed = tamper(await signedPayment(), (raw) => (raw.txn.zz = 1));

    const answer = await target.current.send(signed);

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(
      /^msgpack decode error \[pos \d+\]: no matching struct field found when decoding stream map with key zz$/,
    );
  });

  test('a number that is none', async () => {
    const negative = tamper(await signedPayment(), (raw) => (raw.txn.fee = -1));
    const text = tamper(await signedPayment(), (raw) => (raw.txn.fee = 'x'));

    expect((await target.current.send(negative)).message).toMatch(
      /^msgpack decode error \[pos \d+\]: assigning negative signed value: 255, to unsigned type$/,
    );
    expect((await target.current.send(text)).message).toMatch(
      /^msgpack decode error \[pos \d+\]: cannot decode unsigned integer: unrecognized descriptor byte: a1\/string\|bytes$/,
    );
  });

  test.each([
    ['an unknown type', { type: 'foo' }, 'unknown tx type foo'],
    ['no type', { type: undefined }, 'unknown tx type '],
    [
      'no sender',
      { snd: undefined },
      'transaction cannot close account to its sender AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAY5HFKQ',
    ],
    [
      'a note over the absolute limit',
      { note: new Uint8Array(4_097) },
      'transaction note too big: 4097 > 4096',
    ],
    [
      'a field of another type',
      { faid: 5 },
      'transaction of type pay has non-zero fields for type afrz',
    ],
  ])('%s', async (_, change: object, problem) => {
    const signed = tamper(await signedPayment(), (raw) => {
      Object.assign(raw.txn, change);
      for (const key of Object.keys(raw.txn)) if (raw.txn[key] === undefined) delete raw.txn[key];
    });

    const answer = await target.current.send(signed);

    expect(answer.status).toBe(400);
    expect(answer.message.endsWith(` invalid : ${problem}`)).toBe(true);
  });

  test('the genesis hash is needed, and signed', async () => {
    const signed = tamper(await signedPayment(), (raw) => delete raw.txn.gh);

    const answer = await target.current.send(signed);

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: "At least one signature didn't pass verification" });
  });

  test.each([
    ['no bytes', undefined],
    ['zero bytes', new Uint8Array(32)],
  ])('a sender of %s', async (_, sender) => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const signed = createAsset({ from, params: await current.getParams() }).signTxn(from.sk);
    const change = (raw: any) => (sender ? (raw.txn.snd = sender) : delete raw.txn.snd);

    const answer = await current.send(tamper(signed, change));

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/ invalid : transaction cannot have zero sender$/);
  });

  test.each([
    ['short', new Uint8Array(30).fill(1)],
    ['long', new Uint8Array(40).fill(1)],
  ])('a metadata hash that is too %s is filled up or cut off', async (_, hash) => {
    const { current } = target;
    const from = await current.fundedAccount(1_000_000n);
    const assetMetadataHash = new Uint8Array(32);
    assetMetadataHash.set(hash.subarray(0, 32));
    const transaction = createAsset(
      { from, params: await current.getParams() },
      { assetMetadataHash },
    );
    const signed = transaction.signTxn(from.sk);

    const answer = await current.send(tamper(signed, (raw) => (raw.txn.apar.am = hash)));

    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ txId: transaction.txID() });
  });

  test.each([
    ['note', 'only encoded map or array can be decoded into a slice (0)'],
    ['type', 'invalid container type: expecting bin|str|array, got: 0x0'],
  ])('a number in %s', async (field, problem) => {
    const signed = tamper(await signedPayment(), (raw) => (raw.txn[field] = 4));

    const answer = await target.current.send(signed);

    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/^msgpack decode error \[pos \d+\]: /);
    expect(answer.message.endsWith(`: ${problem}`)).toBe(true);
  });
});

describe('asking for a transaction', () => {
  test('by something that is no id', async () => {
    const answer = await target.current.get('/v2/transactions/pending/abc');

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({ message: 'no valid transaction ID was specified' });
  });

  test('that never was', async () => {
    const answer = await target.current.get(`/v2/transactions/pending/${'A'.repeat(52)}`);

    expect(answer.status).toBe(404);
    expect(answer.json).toEqual({
      message:
        'could not find the transaction in the transaction pool or in the last 1000 confirmed rounds',
    });
  });
});

describe('asking for an account', () => {
  test.each([
    ['xyz', 'failed to decode address xyz from base 32'],
    ['MFRGG', 'decoded bad addr: MFRGG'],
    [`${'A'.repeat(57)}Q`, `address ${'A'.repeat(57)}Q is malformed, checksum verification failed`],
    [`${'A'.repeat(52)}Y5HFKR`, `address ${'A'.repeat(52)}Y5HFKR is non-canonical`],
  ])('%s is no address', async (address, problem) => {
    const answer = await target.current.get(`/v2/accounts/${address}`);

    expect(answer.status).toBe(400);
    expect(answer.message).toBe(
      `Invalid format for parameter address: error unmarshaling '${address}' text as *basics.Address: ${problem}`,
    );
  });

  test.each(['foo', 'all,none', 'created-assets-params,foo'])(
    'with %s excluded is refused',
    async (exclude) => {
      const { current } = target;
      const answer = await current.get(`/v2/accounts/${current.funder.addr}?exclude=${exclude}`);

      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ message: 'failed to parse exclude' });
    },
  );
});
