/** What a reader of the artifacts leans on, without a node. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as exported from '../index.ts';
import type { AvmContract } from '../index.ts';

const { arc200Mintable, arc200Preminted } = exported;
const contracts = Object.values(exported).filter(
  (value): value is AvmContract & typeof value => typeof value === 'object' && 'arc56' in value,
);

// https://arc.algorand.foundation/ARCs/arc-0200: signature, and whether it is read-only.
const arc200 = {
  'arc200_name()byte[32]': true,
  'arc200_symbol()byte[8]': true,
  'arc200_decimals()uint8': true,
  'arc200_totalSupply()uint256': true,
  'arc200_balanceOf(address)uint256': true,
  'arc200_transfer(address,uint256)bool': false,
  'arc200_transferFrom(address,address,uint256)bool': false,
  'arc200_approve(address,uint256)bool': false,
  'arc200_allowance(address,address)uint256': true,
};

// The draft of ARC-88.
const arc88 = {
  'arc88_owner()address': true,
  'arc88_transfer_ownership(address)void': false,
  'arc88_renounce_ownership()void': false,
  'arc88_initialize_owner(address)void': false,
  'arc88_is_owner(address)uint64': true,
};

describe.each(contracts)('$name', (contract) => {
  const file = (ending: string): string =>
    readFileSync(
      new URL(`../../artifacts/avm/${contract.name}.${ending}`, import.meta.url),
      'utf8',
    );

  test('the typed export is the artifact', () => {
    const arc56 = JSON.parse(file('arc56.json'));

    expect(contract.arc56).toEqual(arc56);
    expect(contract.approval).toBe(arc56.byteCode.approval);
    expect(contract.clear).toBe(arc56.byteCode.clear);
    expect(contract.globalSchema).toEqual(arc56.state.schema.global);
    expect(contract.localSchema).toEqual({ ints: 0, bytes: 0 });
  });

  test('the record names compilers, sources and artifacts, and no path of a machine', () => {
    const record = JSON.parse(file('build.json'));

    expect(record.compiler).toMatchObject({
      '@algorandfoundation/puya-ts': '1.3.1',
      '@algorandfoundation/algorand-typescript': '1.3.1',
      puyapy: '5.10.1',
    });
    for (const [path, hash] of Object.entries({ ...record.sources, ...record.artifacts })) {
      const text = readFileSync(new URL(`../../${path}`, import.meta.url));
      expect(createHash('sha256').update(text).digest('hex'), path).toBe(hash);
    }
    for (const ending of ['arc56.json', 'approval.teal', 'build.json']) {
      expect(file(ending)).not.toMatch(/file:|node_modules|(["\s])\/(?!\/)\w+\//);
    }
  });

  test('the programs fit, and run wherever version 10 of the AVM does', () => {
    const [approval, clear] = [contract.approval, contract.clear].map((program) =>
      Buffer.from(program, 'base64'),
    ) as [Buffer, Buffer];
    const bytes = approval.length + clear.length;

    expect(approval[0]).toBe(10);
    expect(bytes).toBeLessThanOrEqual(2_048 * (1 + contract.extraPages));
    expect(bytes).toBeGreaterThan(2_048 * contract.extraPages);
    // Clearing state cannot fail: `pushint 1; return`, no more.
    expect([...clear]).toEqual([10, 0x81, 1, 0x43]);
  });

  test('every method of ARC-200 is there, read-only where the standard says so', () => {
    expect(signaturesOf(contract)).toMatchObject(arc200);
  });

  test('nothing but a call of a method is accepted', () => {
    for (const { name, actions } of contract.arc56.methods) {
      expect(actions, name).toEqual(
        name === 'create' ? { create: ['NoOp'], call: [] } : { create: [], call: ['NoOp'] },
      );
    }
    expect(contract.arc56.bareActions).toEqual({ create: [], call: [] });
  });

  test('the events are those of the standard', () => {
    const events = contract.arc56.events.map(
      ({ name, args }) => `${name}(${args.map((field) => field.type).join(',')})`,
    );

    expect(events).toEqual(
      expect.arrayContaining([
        'arc200_Transfer(address,address,uint256)',
        'arc200_Approval(address,address,uint256)',
      ]),
    );
  });
});

test('the mintable token has an owner as ARC-88 says, the preminted one has none', () => {
  expect(signaturesOf(arc200Mintable)).toMatchObject(arc88);
  expect(arc200Mintable.extraPages).toBe(0);
  expect(
    Object.keys(arc200Preminted.methods).filter((name) => !name.startsWith('arc200_')),
  ).toEqual(['create', 'bootstrap']);
});

test('signatures that the server sends', () => {
  expect(arc200Mintable.methods).toMatchObject({
    create: 'create(byte[],byte[],uint8,uint256,uint256,address)void',
    bootstrap: 'bootstrap()void',
    arc200_mint: 'arc200_mint(address,uint256)bool',
    arc200_burn: 'arc200_burn(uint256)bool',
    cap: 'cap()uint256',
  });
  expect(arc200Preminted.methods).toMatchObject({
    create: 'create(byte[],byte[],uint8,uint256,address)void',
    bootstrap: 'bootstrap()void',
  });
});

function signaturesOf(contract: AvmContract): Record<string, boolean> {
  return Object.fromEntries(
    contract.arc56.methods.map((method) => [contract.methods[method.name], method.readonly]),
  );
}
