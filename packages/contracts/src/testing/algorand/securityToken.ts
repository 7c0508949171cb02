import { createHash } from 'node:crypto';
import {
  Address,
  ALGORAND_ZERO_ADDRESS_STRING,
  getApplicationAddress,
  type ABIArgument,
  type ABIValue,
  type Account,
} from 'algosdk';
import { arc1400Boxes as boxes } from '../../arc1400Boxes.ts';
import { arc1400 } from '../../generated/arc1400.ts';
import { approvalBox } from './boxNames.ts';
import { type App, type Call, callApp, type Outcome, simulateCall } from './callApp.ts';
import { createApp } from './createApp.ts';
import type { TestNode } from './startTestNode.ts';

/** An ARC-1400 token, or one only created, that knows the boxes of each call. */
export type SecurityToken = App & {
  readonly address: string;
  call(sender: Account, method: string, args?: readonly Argument[], more?: More): Promise<Outcome>;
  /** What a method answers to a sender, without sending anything. */
  ask(sender: Account, method: string, ...args: readonly Argument[]): Promise<ABIValue | undefined>;
  /** The same when it does not matter who asks. */
  read(method: string, ...args: readonly Argument[]): Promise<ABIValue | undefined>;
  describe(sender: Account, method: string, args?: readonly Argument[], more?: More): Call;
};
type Argument = ABIArgument | Account;
type More = {
  /** Instead of the boxes that the call needs. */
  readonly boxes?: readonly Uint8Array[];
  /** Null: no payment. @default more than any call needs */
  readonly payment?: bigint | null;
};

export type SecurityRequest = {
  readonly name?: string;
  readonly symbol?: string;
  readonly decimals?: number;
  readonly cap?: bigint;
  /** @default 1_000n */
  readonly supply?: bigint;
  readonly receiver: Account | string;
  /** @default the default partition */
  readonly partition?: string;
  /** @default true */
  readonly whitelistRequired?: boolean;
};

export const defaultPartition = ALGORAND_ZERO_ADDRESS_STRING;
/** What a call pays to the app unless the test says otherwise. */
const plentyPayment = 450_000n;

/** A partition as the server names it: the label, filled up with zero bytes. */
export function partitionOf(label: string): string {
  return new Address(padded(label)).toString();
}

/** 32 bytes that begin with a text. */
export function padded(text: string): Uint8Array {
  const bytes = new Uint8Array(32);
  bytes.set(Buffer.from(text));
  return bytes;
}

/** Step 1 only. */
export async function createSecurity(
  node: TestNode,
  creator: Account,
  request: SecurityRequest,
): Promise<SecurityToken> {
  const { name = 'Harbour Equity', symbol = 'HBE', decimals = 2, cap = 0n } = request;
  const { supply = 1_000n, partition = defaultPartition, whitelistRequired = true } = request;
  const app = await createApp(node.algod, arc1400, {
    creator,
    args: [
      Buffer.from(name),
      Buffer.from(symbol),
      decimals,
      cap,
      supply,
      plain(request.receiver),
      partition,
      whitelistRequired,
    ],
  });
  const describe: SecurityToken['describe'] = (sender, method, args = [], more = {}) => {
    const { payment = plentyPayment } = more;
    return {
      sender,
      method,
      args: args.map(plain),
      boxes: more.boxes ?? boxesOf(method, sender, args, { ...request, partition }),
      ...(payment === null ? {} : { payment }),
    };
  };
  const ask: SecurityToken['ask'] = async (sender, method, ...args) => {
    const call = describe(sender, method, args, { payment: null });
    return (await simulateCall(node.algod, app, call)).returned;
  };
  return {
    ...app,
    address: getApplicationAddress(app.appId).toString(),
    describe,
    call: (...args) => callApp(node.algod, app, describe(...args)),
    ask,
    read: (method, ...args) => ask(creator, method, ...args),
  };
}

/** Both steps. */
export async function issueSecurity(
  node: TestNode,
  creator: Account,
  request: SecurityRequest,
): Promise<SecurityToken> {
  const token = await createSecurity(node, creator, request);
  await token.call(creator, 'bootstrap');
  return token;
}

/** Puts accounts on the whitelist. */
export async function listInvestors(
  token: SecurityToken,
  owner: Account,
  accounts: readonly Account[],
): Promise<void> {
  for (const account of accounts) {
    await token.call(owner, 'set_investor_flag', [account, Buffer.from('kyc'), 1n]);
  }
}

/** Opens a partition, so that units can be issued into it and transferred within it. */
export async function openPartition(
  token: SecurityToken,
  owner: Account,
  partition: string,
): Promise<void> {
  await token.call(owner, 'arc1410_set_partition_flag', [
    partition,
    Buffer.from('transferable'),
    1n,
  ]);
}

/** docs/contracts.md says the same in words; lists of partitions are on page 0 unless a test says otherwise. */
function boxesOf(
  method: string,
  sender: Account,
  args: readonly Argument[],
  { receiver, partition }: { receiver: Account | string; partition: string },
): Uint8Array[] {
  const at = (index: number): Uint8Array => keyOf(args[index] as Argument);
  const me = sender.addr.publicKey;
  const zero = keyOf(defaultPartition);

  const holding = (holder: Uint8Array, of: Uint8Array): Uint8Array[] =>
    isZero(of)
      ? [boxes.holder(holder)]
      : [boxes.holder(holder), boxes.partitionBalance(holder, of)];
  const arriving = (holder: Uint8Array, of: Uint8Array): Uint8Array[] => [
    ...holding(holder, of),
    ...(isZero(of) ? [] : [boxes.partitionList(holder, 0n)]),
    boxes.partition(of),
  ];
  const moving = (from: Uint8Array, to: Uint8Array, of: Uint8Array): Uint8Array[] => [
    ...holding(from, of),
    ...arriving(to, of),
  ];
  const leaving = (from: Uint8Array, of: Uint8Array): Uint8Array[] => [
    ...holding(from, of),
    boxes.partition(of),
  ];
  const rights = (holder: Uint8Array, operator: Uint8Array, of: Uint8Array): Uint8Array[] => [
    operatorBox(holder, operator, zero),
    operatorBox(holder, operator, of),
  ];

  const table: Record<string, () => Uint8Array[]> = {
    bootstrap: () => [boxes.partition(zero), ...arriving(keyOf(receiver), keyOf(partition))],
    arc200_balanceOf: () => [boxes.holder(at(0))],
    arc200_transfer: () => moving(me, at(0), zero),
    arc1594_transfer_with_data: () => moving(me, at(0), zero),
    arc200_transferFrom: () => [keyedApproval(at(0), me), ...moving(at(0), at(1), zero)],
    arc1594_transfer_from_with_data: () => [
      keyedApproval(at(0), me),
      ...moving(at(0), at(1), zero),
    ],
    arc200_approve: () => [keyedApproval(me, at(0))],
    arc200_allowance: () => [keyedApproval(at(0), at(1))],
    arc1410_balance_of_partition: () => holding(at(0), at(1)),
    arc1410_partitions_of: () => [
      boxes.holder(at(0)),
      boxes.partitionList(at(0), args[1] as bigint),
    ],
    arc1410_transfer_by_partition: () => moving(me, at(1), at(0)),
    arc1410_can_transfer_by_partition: () => [
      ...rights(at(0), me, at(1)),
      ...moving(at(0), at(2), at(1)),
    ],
    arc1410_operator_transfer_by_partition: () => [
      ...rights(at(0), me, at(1)),
      ...moving(at(0), at(2), at(1)),
    ],
    arc1410_operator_redeem_by_partition: () => [
      ...rights(at(0), me, at(1)),
      ...leaving(at(0), at(1)),
    ],
    arc1410_is_operator: () => rights(at(0), at(1), at(2)),
    arc1410_is_operator_by_portion: () => [operatorBox(at(0), at(1), at(2))],
    arc1410_authorize_operator: () => [operatorBox(at(0), at(1), at(2))],
    arc1410_revoke_operator: () => [operatorBox(at(0), at(1), at(2))],
    arc1410_authorize_operator_by_portion: () => [operatorBox(at(0), at(1), at(2))],
    arc1410_issue_by_partition: () => arriving(at(0), at(1)),
    arc1410_redeem_by_partition: () => leaving(me, at(0)),
    arc1410_set_partition_flag: () => [boxes.partition(at(0))],
    arc1410_get_partition_flag: () => [boxes.partition(at(0))],
    set_investor_flag: () => [boxes.holder(at(0))],
    get_investor_flag: () => [boxes.holder(at(0))],
    arc1594_issue: () => arriving(at(0), zero),
    arc1594_redeem: () => leaving(me, zero),
    arc1594_redeemFrom: () => [operatorBox(at(0), me, zero), ...leaving(at(0), zero)],
    arc1594_validate_transfer: () => moving(at(1), at(2), at(0)),
    arc1643_set_document: () => [boxes.document(at(0)), boxes.documentIndex()],
    arc1643_get_document: () => [boxes.document(at(0))],
    arc1643_remove_document: () => [boxes.document(at(0)), boxes.documentIndex()],
    arc1643_get_all_documents: () => [boxes.documentIndex()],
    arc1644_controller_transfer: () => moving(at(0), at(1), zero),
    arc1644_controller_transfer_partition: () => moving(at(0), at(1), at(2)),
    arc1644_controller_redeem: () => holding(at(0), zero),
    arc1644_controller_redeem_partition: () => holding(at(0), at(1)),
  };
  const names = table[method]?.() ?? [];
  return [...new Map(names.map((name) => [Buffer.from(name).toString('hex'), name])).values()];
}

function operatorBox(holder: Uint8Array, operator: Uint8Array, partition: Uint8Array): Uint8Array {
  const digest = createHash('sha256').update(holder).update(operator).update(partition).digest();
  return Buffer.concat([Buffer.from('o'), digest]);
}

function keyedApproval(owner: Uint8Array, spender: Uint8Array): Uint8Array {
  return approvalBox(new Address(owner), new Address(spender));
}

function isZero(partition: Uint8Array): boolean {
  return partition.every((byte) => byte === 0);
}

function keyOf(argument: Argument): Uint8Array {
  if (argument instanceof Uint8Array) return argument;
  return Address.fromString(plain(argument) as string).publicKey;
}

function plain(argument: Argument): ABIArgument {
  return typeof argument === 'object' && 'addr' in argument && 'sk' in argument
    ? argument.addr.toString()
    : argument;
}
