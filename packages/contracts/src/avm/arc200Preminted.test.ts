/** What the preminted token cannot do. The rest is in arc200.test.ts. */
import { type Account } from 'algosdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arc200Mintable, arc200Preminted } from '../index.ts';
import { balanceBox } from '../testing/algorand/boxNames.ts';
import { buildRawCall, encodeCall } from '../testing/algorand/callApp.ts';
import { issueToken } from '../testing/algorand/issueToken.ts';
import { sendGroup } from '../testing/algorand/sendGroup.ts';
import { startTestNode } from '../testing/algorand/startTestNode.ts';

const node = await startTestNode();
afterAll(() => node[Symbol.asyncDispose]());

describe('Arc200Preminted', () => {
  let people: Record<'creator' | 'holder', Account>;
  beforeAll(async () => {
    people = await node.fund(['creator', 'holder'], 20_000_000n);
  });

  test('nobody can mint, burn or own it: the methods are not there', async () => {
    const { creator, holder } = people;
    const token = await issueToken(node, arc200Preminted, creator, { receiver: holder });
    const foreign = Object.keys(arc200Mintable.methods).filter(
      (name) => !(name in arc200Preminted.methods),
    );

    expect(foreign).toEqual(
      expect.arrayContaining(['arc200_mint', 'arc200_burn', 'arc88_transfer_ownership']),
    );
    for (const sender of [creator, holder]) {
      for (const name of foreign) {
        const types = arc200Mintable.arc56.methods.find((method) => method.name === name)?.args;
        const args = (types ?? []).map(({ type }) =>
          type === 'address' ? sender.addr.toString() : 1n,
        );
        const raw = await buildRawCall(node.algod, token, {
          sender,
          boxes: [balanceBox(sender)],
          appArgs: encodeCall(arc200Mintable, name, args),
        });
        await expect(sendGroup(node.algod, [raw]), name).rejects.toThrow(
          /rejected by ApprovalProgram|err opcode|assert failed/,
        );
      }
    }
    expect(await token.read('arc200_totalSupply')).toBe(1_000n);
  });
});
