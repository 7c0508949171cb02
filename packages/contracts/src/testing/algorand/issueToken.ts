import { getApplicationAddress, type ABIArgument, type ABIValue, type Account } from 'algosdk';
import type { AvmContract } from '../../avmContract.ts';
import { arc200Mintable, arc200Preminted } from '../../index.ts';
import { approvalBox, balanceBox } from './boxNames.ts';
import { type App, type Call, callApp, type Outcome, simulateCall } from './callApp.ts';
import { bootstrap, createApp } from './createApp.ts';
import type { TestNode } from './startTestNode.ts';

/** A bootstrapped token, or one just created, with the boxes of each call known. */
export type Token = App & {
  readonly address: string;
  /** Calls a method with the boxes that it needs. */
  call(sender: Account, method: string, args?: readonly Argument[], more?: More): Promise<Outcome>;
  /** What a method answers. */
  read(method: string, ...args: readonly Argument[]): Promise<ABIValue | undefined>;
  /** The call as transactions are made of it. */
  describe(sender: Account, method: string, args?: readonly Argument[], more?: More): Call;
};
export type Argument = ABIArgument | Account;
type More = Partial<Omit<Call, 'sender' | 'method' | 'args'>>;

export type TokenRequest = {
  readonly name?: string | Uint8Array;
  readonly symbol?: string | Uint8Array;
  readonly decimals?: number;
  /** Of the mintable token only; 0: none. @default 0n */
  readonly cap?: bigint;
  /** @default 1_000n */
  readonly supply?: bigint;
  readonly receiver: Account | string;
};

export const arc200Contracts = [arc200Mintable, arc200Preminted] as const;

/** Step 1 only. */
export async function createToken(
  node: TestNode,
  contract: AvmContract,
  creator: Account,
  request: TokenRequest,
): Promise<Token> {
  const {
    name = 'Harbour Bond',
    symbol = 'HBR',
    decimals = 6,
    cap = 0n,
    supply = 1_000n,
  } = request;
  const app = await createApp(node.algod, contract, {
    creator,
    args: [
      Buffer.from(name),
      Buffer.from(symbol),
      decimals,
      ...('arc200_mint' in contract.methods ? [cap] : []),
      supply,
      plain(request.receiver),
    ],
  });
  const describe: Token['describe'] = (sender, method, args = [], more = {}) => ({
    sender,
    method,
    args: args.map(plain),
    boxes: boxesOf(sender, method, args, request.receiver),
    ...more,
  });
  return {
    ...app,
    address: getApplicationAddress(app.appId).toString(),
    describe,
    call: (...args) => callApp(node.algod, app, describe(...args)),
    read: async (method, ...args) =>
      (await simulateCall(node.algod, app, describe(creator, method, args))).returned,
  };
}

/** Both steps. */
export async function issueToken(
  node: TestNode,
  contract: AvmContract,
  creator: Account,
  request: TokenRequest & { readonly receiver: Account },
): Promise<Token> {
  const token = await createToken(node, contract, creator, request);
  await bootstrap(node.algod, token, { creator, receiver: request.receiver });
  return token;
}

/** docs/contracts.md says the same in words. */
function boxesOf(
  sender: Account,
  method: string,
  args: readonly Argument[],
  receiver: Account | string,
): Uint8Array[] {
  const at = (index: number): string => plain(args[index] as Argument) as string;
  switch (method) {
    case 'bootstrap':
      return [balanceBox(receiver)];
    case 'arc200_transfer':
      return [balanceBox(sender), balanceBox(at(0))];
    case 'arc200_transferFrom':
      return [approvalBox(at(0), sender), balanceBox(at(0)), balanceBox(at(1))];
    case 'arc200_approve':
      return [approvalBox(sender, at(0))];
    case 'arc200_allowance':
      return [approvalBox(at(0), at(1))];
    case 'arc200_balanceOf':
    case 'arc200_mint':
      return [balanceBox(at(0))];
    case 'arc200_burn':
      return [balanceBox(sender)];
    default:
      return [];
  }
}

function plain(argument: Argument): ABIArgument {
  return typeof argument === 'object' && 'addr' in argument && 'sk' in argument
    ? argument.addr.toString()
    : argument;
}
