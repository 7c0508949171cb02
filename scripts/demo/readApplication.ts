/** Reads tokens that are applications by calling their own read-only methods on the node. */
import {
  ABIMethod,
  AtomicTransactionComposer,
  decodeAddress,
  encodeAddress,
  makeEmptyTransactionSigner,
  modelsv2,
  type ABIArgument,
  type ABIValue,
  type Algodv2,
} from 'algosdk';
import { ensure } from '../lib/ensure.ts';
import type { Fields } from './asked.ts';

export interface ReadApplicationOptions {
  readonly algod: Algodv2;
  readonly applicationId: string;
  /** Whose balance is read. */
  readonly holder: string;
  /** Any account that could pay a fee; nothing is signed or sent. */
  readonly caller: string;
}

type Call = (signature: string, ...args: ABIArgument[]) => Promise<ABIValue>;

const defaultPartition = 'default';
const noPartition = encodeAddress(new Uint8Array(32));

/** What every ARC-200 token says of itself. */
export async function readArc200(options: ReadApplicationOptions): Promise<Fields> {
  const call = caller(options);
  const [name, symbol, decimals, totalSupply, balance] = await Promise.all([
    call('arc200_name()byte[32]'),
    call('arc200_symbol()byte[8]'),
    call('arc200_decimals()uint8'),
    call('arc200_totalSupply()uint256'),
    call('arc200_balanceOf(address)uint256', options.holder),
  ]);
  return {
    name: toText(name),
    symbol: toText(symbol),
    decimals: String(decimals),
    totalSupply: String(totalSupply),
    holder: options.holder,
    balanceOfHolder: String(balance),
  };
}

/** An ARC-200 token that can grow, with its cap and owner. */
export async function readMintableArc200(options: ReadApplicationOptions): Promise<Fields> {
  const call = caller(options);
  const [fields, cap, owner] = await Promise.all([
    readArc200(options),
    call('cap()uint256'),
    call('arc88_owner()address'),
  ]);
  return { ...fields, cap: String(cap), owner: String(owner) };
}

/** A security token, with its partitions and documents. */
export async function readArc1400(options: ReadApplicationOptions): Promise<Fields> {
  const call = caller(options);
  const [fields, partitions, names] = await Promise.all([
    readMintableArc200(options),
    call('arc1410_partitions_of(address,uint64)address[]', options.holder, 0n),
    call('arc1643_get_all_documents()byte[32][]'),
  ]);
  const held = partitions as string[];
  const balances = await Promise.all(
    held.map((partition) =>
      call('arc1410_balance_of_partition(address,address)uint256', options.holder, partition),
    ),
  );
  const documents = await Promise.all(
    (names as ABIValue[]).map(async (name) => {
      const found = await call(
        'arc1643_get_document(byte[32])(string,byte[32],uint64)',
        toBytes(name),
      );
      const [uri, hash] = found as [string, ABIValue];
      return `${toText(name)} ${uri} ${Buffer.from(toBytes(hash)).toString('hex')}`;
    }),
  );
  return {
    ...fields,
    partitions: held.map(toLabel).join(', '),
    partitionBalance: balances.map(String).join(', '),
    documents: documents.join(', '),
  };
}

function caller({ algod, applicationId, caller: sender }: ReadApplicationOptions): Call {
  return async (signature, ...methodArgs) => {
    const composer = new AtomicTransactionComposer();
    composer.addMethodCall({
      appID: BigInt(applicationId),
      method: ABIMethod.fromSignature(signature),
      methodArgs,
      sender,
      signer: makeEmptyTransactionSigner(),
      suggestedParams: await algod.getTransactionParams().do(),
    });
    const { methodResults } = await composer.simulate(
      algod,
      new modelsv2.SimulateRequest({
        txnGroups: [],
        allowEmptySignatures: true,
        allowUnnamedResources: true,
      }),
    );
    const [result] = methodResults;
    ensure(
      result?.returnValue !== undefined,
      `Application ${applicationId} gives no answer to ${signature}: ${result?.decodeError?.message}`,
    );
    return result.returnValue;
  };
}

function toLabel(partition: string): string {
  return partition === noPartition
    ? defaultPartition
    : trimZeros(decodeAddress(partition).publicKey).toString();
}

function toText(value: ABIValue): string {
  return trimZeros(toBytes(value)).toString();
}

/** Fixed-size names are filled up with zero bytes. */
function trimZeros(bytes: Uint8Array): Buffer {
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  return Buffer.from(bytes.subarray(0, end));
}

function toBytes(value: ABIValue): Uint8Array {
  return value instanceof Uint8Array ? value : Uint8Array.from(value as ABIValue[], Number);
}
