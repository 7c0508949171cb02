/** ARC-1643: documents by name, with address and hash. */
import type { Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc1400 } from '../index.ts';
import { buildCall } from '../testing/algorand/callApp.ts';
import { refusalOfCall } from '../testing/algorand/refusalOfCall.ts';
import { issueSecurity, padded, type SecurityToken } from '../testing/algorand/securityToken.ts';
import { sendGroup } from '../testing/algorand/sendGroup.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const hash = padded('hash');
const uriBytesMax = 952;
const documentsMax = 31;

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe('ARC-1643', () => {
  let people: Record<'issuer' | 'alice', Account>;
  beforeAll(async () => {
    people = await node.fund(['issuer', 'alice'], 90_000_000n);
  });
  const refusal = (sent: Promise<unknown>) => refusalOfCall(arc1400, sent);
  const issued = (): Promise<SecurityToken> =>
    issueSecurity(node, people.issuer, { receiver: people.alice });
  const set = (token: SecurityToken, name: string, uri: string, of: Uint8Array = hash) =>
    token.call(people.issuer, 'arc1643_set_document', [padded(name), uri, of]);
  const names = async (token: SecurityToken) =>
    ((await token.read('arc1643_get_all_documents')) as number[][])
      .map((name) => Buffer.from(name).toString().replaceAll('\0', ''))
      .toSorted();

  test('a document is kept with its address, hash and round, and announced', async () => {
    const token = await issued();
    expect(await names(token)).toEqual([]);

    const { events, confirmation } = await set(token, 'prospectus', 'ipfs://bafy…');
    expect(events).toEqual([
      {
        name: 'arc1643_document_updated',
        name_: [...padded('prospectus')],
        uri: 'ipfs://bafy…',
        hash: [...hash],
      },
    ]);
    expect(await token.read('arc1643_get_document', padded('prospectus'))).toEqual([
      'ipfs://bafy…',
      [...hash],
      confirmation.confirmedRound,
    ]);
    expect(await names(token)).toEqual(['prospectus']);
    expect(await refusal(set(token, '', 'x'))).toBe('document has no name');
  });

  test('setting it again overwrites it, longer or shorter, and lists it once', async () => {
    const token = await issued();
    await set(token, 'terms', 'https://a.example/terms');
    for (const uri of ['https://a.example/terms-that-are-longer', 'ipfs://x', '']) {
      await set(token, 'terms', uri, padded(uri.slice(0, 4)));
      const [stored, storedHash] = (await token.read('arc1643_get_document', padded('terms'))) as [
        string,
        number[],
      ];
      expect([stored, storedHash]).toEqual([uri, [...padded(uri.slice(0, 4))]]);
    }
    expect(await names(token)).toEqual(['terms']);
  });

  test('an address has at most 952 bytes, so that its event fits into a log', async () => {
    const token = await issued();
    const longest = `https://a.example/${'é'.repeat((uriBytesMax - 18) / 2)}`;
    expect(Buffer.byteLength(longest)).toBe(uriBytesMax);

    await set(token, 'terms', longest);
    expect(await token.read('arc1643_get_document', padded('terms'))).toMatchObject([
      longest,
      [...hash],
      expect.any(BigInt),
    ]);
    expect(await refusal(set(token, 'terms', `${longest}x`))).toBe(
      'uri must have at most 952 bytes',
    );
    await token.call(people.issuer, 'arc1643_remove_document', [padded('terms')]);
  });

  test('removing takes it off the list and announces what it was; others stay', async () => {
    const { issuer } = people;
    const token = await issued();
    for (const name of ['a', 'b', 'c']) await set(token, name, `ipfs://${name}`);

    const remove = (name: string) => token.call(issuer, 'arc1643_remove_document', [padded(name)]);
    const { events } = await remove('a');
    expect(events).toEqual([
      {
        name: 'arc1643_document_removed',
        name_: [...padded('a')],
        uri: 'ipfs://a',
        hash: [...hash],
      },
    ]);
    expect(await names(token)).toEqual(['b', 'c']);
    expect(await refusal(remove('a'))).toBe('no such document');
    await remove('c');
    await remove('b');
    expect(await names(token)).toEqual([]);
    await set(token, 'a', 'ipfs://again');
    expect(await names(token)).toEqual(['a']);
  });

  test('there can be 31 documents; the list stays readable and a place becomes free', async () => {
    const { issuer } = people;
    const token = await issued();
    const all = Array.from({ length: documentsMax }, (_, index) => `document ${index}`);
    for (const name of all) await set(token, name, 'x');

    expect(await names(token)).toEqual(all.toSorted());
    expect(await refusal(set(token, 'one more', 'x'))).toBe('there can be 31 documents');
    await set(token, 'document 30', 'overwritten');
    await token.call(issuer, 'arc1643_remove_document', [padded('document 15')]);
    await set(token, 'one more', 'x');
    expect(await names(token)).toEqual(
      [...all.filter((name) => name !== 'document 15'), 'one more'].toSorted(),
    );
  });

  test('eight documents fit into one group, each after its payment', async () => {
    const { issuer } = people;
    const token = await issued();
    const calls = Array.from({ length: 8 }, (_, index) =>
      token.describe(issuer, 'arc1643_set_document', [padded(`d${index}`), 'ipfs://x', hash]),
    );

    const group = [];
    for (const call of calls) group.push(...(await buildCall(node.algod, token, call)));
    expect(group).toHaveLength(16);
    await sendGroup(node.algod, group);
    expect(await names(token)).toHaveLength(8);
  });
});
