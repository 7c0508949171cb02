/** Application calls that are malformed, whatever the ledger says. */
import algosdk from 'algosdk';
import { describe, expect, test } from 'vitest';
import { approves, assembled, bytes, createApp, deploy, sentenceOf } from './applications.ts';
import { tamper } from './transactions.ts';
import { useTarget } from './target.ts';

const target = useTarget();
const page = 2_048;

/** A program of this many bytes: `pushint 1; return`, and then what never runs. */
function programOf(size: number): Uint8Array {
  const program = new Uint8Array(size);
  program.set([10, 0x81, 1, 0x43]);
  return program;
}

async function expectMalformed(change: (txn: any) => void, problem: string): Promise<void> {
  const { current } = target;
  const from = await current.fundedAccount(2_000_000n);
  const signed = createApp({ from, params: await current.getParams() }).signTxn(from.sk);

  // The signature is wrong now, and looked at later.
  const answer = await current.send(
    tamper(signed, ({ txn }) => {
      change(txn);
      for (const key of Object.keys(txn)) if (txn[key] === undefined) delete txn[key];
    }),
  );

  expect(answer.status).toBe(400);
  expect(answer.message).toMatch(/^transaction \{.*\} invalid : /s);
  expect(answer.message.slice(answer.message.indexOf(' invalid : ') + 11)).toBe(problem);
}

describe('a creation', () => {
  test.each([
    ['an action that is none', { apan: 6 }, 'invalid application OnCompletion (6)'],
    ['a version to reject', { aprv: 1 }, 'tx.RejectVersion cannot be set during creation'],
    ['no approval program', { apap: undefined }, 'bad ApprovalProgram: invalid program (empty)'],
    [
      'no clear state program',
      { apsu: undefined },
      'bad ClearStateProgram: invalid program (empty)',
    ],
    [
      'programs of two versions',
      { apsu: assembled('pushint 1', 9) },
      'program version mismatch: 10 != 9',
    ],
    [
      'too many pages',
      { apep: 8 },
      'tx.ExtraProgramPages exceeds MaxAbsoluteExtraProgramPages = 7',
    ],
    [
      'a long approval program',
      { apap: new Uint8Array(page + 1).fill(10) },
      'approval program too long. (2049 > 2048)',
    ],
    [
      'a long clear state program',
      { apsu: new Uint8Array(page + 1).fill(10) },
      'clear state program too long. (2049 > 2048)',
    ],
    [
      'programs that are long together',
      { apap: new Uint8Array(page).fill(10) },
      'app programs too long. (2048 + 3 > 2048)',
    ],
    [
      'many arguments',
      { apaa: Array.from({ length: 17 }, () => bytes('x')) },
      'tx.ApplicationArgs has too many arguments. 17 > 16',
    ],
    [
      'a long argument',
      { apaa: [bytes('x'), new Uint8Array(4_097)] },
      'tx.ApplicationArgs[1] length is too long. 4097 > 4096',
    ],
    [
      'long arguments together',
      { apaa: Array.from({ length: 5 }, () => new Uint8Array(4_096)) },
      'tx.ApplicationArgs total length is too long. 20480 > 16384',
    ],
    ['a big local schema', { apls: { nui: 17 } }, 'tx.LocalStateSchema is too large. 17 > 16'],
    [
      'a big global schema',
      { apgs: { nui: 60, nbs: 5 } },
      'tx.GlobalStateSchema is too large. 65 > 64',
    ],
    [
      'a field of another type',
      { amt: 5 },
      'transaction of type appl has non-zero fields for type pay',
    ],
  ])('with %s', async (_, change: object, problem) => {
    await expectMalformed((txn) => Object.assign(txn, change), problem);
  });
});

describe('a call', () => {
  const nine = Array.from({ length: 9 }, (_, index) => index + 1);
  const address = (index: number) => new Uint8Array(32).fill(index);
  test.each([
    [
      'with programs',
      { apap: approves },
      'programs may only be specified during application creation or update',
    ],
    [
      'with a local schema',
      { apls: { nui: 1 } },
      'inappropriate non-zero tx.LocalStateSchema ({NumUint:1 NumByteSlice:0})',
    ],
    [
      'with a global schema',
      { apgs: { nbs: 2 } },
      'inappropriate non-zero tx.GlobalStateSchema ({NumUint:0 NumByteSlice:2})',
    ],
    ['with pages', { apep: 1 }, 'inappropriate non-zero tx.ExtraProgramPages (1)'],
    [
      'with many accounts',
      { apat: nine.map(address) },
      'tx.Accounts too long, max number of accounts is 8',
    ],
    [
      'with many applications',
      { apfa: nine },
      'tx.ForeignApps too long, max number of foreign apps is 8',
    ],
    [
      'with many assets',
      { apas: nine },
      'tx.ForeignAssets too long, max number of foreign assets is 8',
    ],
    [
      'with many boxes',
      { apbx: nine.map(() => ({ n: bytes('b') })) },
      'tx.Boxes too long, max number of box references is 8',
    ],
    [
      'with many references',
      { apfa: [1, 2, 3], apas: [1, 2, 3], apat: [1, 2, 3].map(address) },
      'tx references exceed MaxAppTotalTxnReferences = 8',
    ],
    [
      'with a box of an application that is not named',
      { apbx: [{ i: 1, n: bytes('b') }] },
      'tx.Boxes[0].Index is 1. Exceeds len(tx.ForeignApps)',
    ],
    [
      'with a long box name',
      { apbx: [{ n: bytes('b') }, { n: new Uint8Array(65) }] },
      'tx.Boxes[1].Name too long, max len 64 bytes',
    ],
    [
      'with two kinds of references',
      { al: [{ p: 5 }], apfa: [5] },
      "tx.ForeignApps can't be used when tx.Access is used",
    ],
  ])('%s', async (_, change: object, problem) => {
    const call = { apid: 1_000, apap: undefined, apsu: undefined };
    await expectMalformed((txn) => Object.assign(txn, call, change), problem);
  });

  test('empty references and arguments are what they are', async () => {
    const app = await deploy(target.current, 'txna ApplicationArgs 0; len; itob; log');

    const confirmed = await app.call({
      appArgs: [new Uint8Array(), bytes('')],
      foreignAssets: [0n],
      accounts: [algosdk.ALGORAND_ZERO_ADDRESS_STRING],
    });

    expect(confirmed.logs).toEqual(['AAAAAAAAAAA=']);
    expect(confirmed.txn.txn.apaa).toEqual(['', '']);
    expect(confirmed.txn.txn.apas).toEqual([0]);
    expect(confirmed.txn.txn.apat).toEqual([algosdk.ALGORAND_ZERO_ADDRESS_STRING]);
  });
});

describe('a program that is none', () => {
  test.each([
    ['an unknown opcode', [10, 0xff], 'pc=  1 illegal opcode 0xff'],
    ['an opcode of a later version', [4, 0xb9], 'pc=  1 illegal opcode 0xb9'],
    ['half an instruction', [10, 0x80], 'pc=  1 could not decode length at program[2]'],
    [
      'a version to come',
      [14, 0x81, 1],
      'program version 14 greater than protocol supported version 13',
    ],
    ['a jump to nowhere', [10, 0x42, 0, 9, 0x81, 1], 'pc=  1 branch target 13 outside of program'],
  ])('%s', async (_, code, problem) => {
    const { current } = target;
    const from = await current.fundedAccount(2_000_000n);
    const approvalProgram = Uint8Array.from(code);
    const clearProgram = Uint8Array.of(code[0]!, 0x81, 1);
    const transaction = createApp(
      { from, params: await current.getParams() },
      { approvalProgram, clearProgram },
    );

    const answer = await current.send(transaction.signTxn(from.sk));

    expect(sentenceOf(answer, transaction)).toBe(`check failed on ApprovalProgram: ${problem}`);
  });
});

describe('programs of the largest sizes', () => {
  test('fit into the pages asked for', async () => {
    const { current } = target;
    const approvalProgram = programOf(4 * page - approves.length);

    const app = await deploy(current, '', { approvalProgram, extraPages: 3 });

    const { params } = (await current.get(`/v2/applications/${app.id}`)).json;
    expect(Buffer.from(params['approval-program'], 'base64')).toHaveLength(8_189);
  });
});
