import { mintableTokenRoles } from '@biatec-tokens/contracts';
import { formatAmount, type ReadBackField } from '@biatec-tokens/core';
import { decodeFunctionResult, encodeFunctionData, type Abi, type Address, type Hex } from 'viem';
import type { Issue } from '../../ports/chainAdapter.ts';
import type { BlockReference } from '../../ports/store/deployments.ts';
import { buildCreation, contractOf, termsOf } from './build.ts';
import type { Node } from './nodes.ts';
import { codeAt, resultOf, type Question, type State } from './questions.ts';
import { compareRuntimeCode } from './runtimeCode.ts';

/** Where the token is, and the block that it was created in, if known. */
export interface CreatedToken {
  readonly contractAddress: string | null;
  /** Read as of this block, so that what holders do later does not count. @default the newest block */
  readonly block?: BlockReference | null;
}

/** What the contract has to say about one requested parameter. */
interface Check {
  readonly field: string;
  readonly asked: unknown;
  readonly call: { readonly functionName: string; readonly args?: readonly unknown[] };
  /** Puts the contract's answer into the form of `asked`. */
  readonly show: (found: unknown) => unknown;
}

/** Asks the contract for every parameter, in one round trip. @returns undefined while there is no code. */
export async function readTokenBack(
  node: Node,
  issue: Issue,
  { contractAddress, block }: CreatedToken,
): Promise<ReadBackField[] | undefined> {
  if (contractAddress === null) return undefined;
  const address = contractAddress as Address;
  if (block !== undefined && block !== null && block.hash !== null) {
    const fields = await readAt(node, issue, address, { blockHash: block.hash });
    // Nodes forget old states.
    if (fields !== undefined) return fields;
  }
  return readAt(node, issue, address, 'latest');
}

async function readAt(
  node: Node,
  issue: Issue,
  address: Address,
  state: State,
): Promise<ReadBackField[] | undefined> {
  const { abi, address: predicted } = buildCreation(issue);
  const checks = checksOf(issue);
  const questions = checks.map(({ call }): Question<Hex> =>
    resultOf({ to: address, data: encodeFunctionData({ abi, ...call }) }, state),
  );
  const [code, ...answers] = await node.tryAsk(codeAt(address, state), ...questions);
  if (!code?.ok || code.value === '0x') return undefined;

  const fields = checks.map(({ field, asked, call, show }, index): ReadBackField => {
    const answer = answers[index];
    const result = answer?.ok ? findResult(abi, call.functionName, answer.value) : undefined;
    const found = result === undefined ? null : show(result);
    return { field, asked, found, equal: JSON.stringify(found) === JSON.stringify(asked) };
  });
  return [
    { field: 'contractAddress', asked: predicted, found: address, equal: address === predicted },
    ...fields,
    codeField(issue, code.value),
  ];
}

function codeField(issue: Issue, code: Hex): ReadBackField {
  const { asked, found } = compareRuntimeCode(contractOf(termsOf(issue).type), code);
  return { field: 'codeHash', asked, found, equal: asked === found };
}

function checksOf(issue: Issue): Check[] {
  const { type, parameters } = termsOf(issue);
  const { name, symbol, decimals, initialReceiver } = parameters;
  const tokens = (found: unknown) => formatAmount(found as bigint, decimals);
  const same = (found: unknown) => found;
  const supply = type === 'erc20-mintable' ? parameters.initialSupply : parameters.totalSupply;
  const common: Check[] = [
    { field: 'name', asked: name, call: { functionName: 'name' }, show: same },
    { field: 'symbol', asked: symbol, call: { functionName: 'symbol' }, show: same },
    { field: 'decimals', asked: decimals, call: { functionName: 'decimals' }, show: same },
    {
      field: type === 'erc20-mintable' ? 'initialSupply' : 'totalSupply',
      asked: supply,
      call: { functionName: 'totalSupply' },
      show: tokens,
    },
    {
      field: 'initialReceiverBalance',
      asked: supply,
      call: { functionName: 'balanceOf', args: [initialReceiver] },
      show: tokens,
    },
  ];
  if (type === 'erc20-preminted') return common;
  return [
    ...common,
    { field: 'cap', asked: parameters.cap, call: { functionName: 'cap' }, show: tokens },
    ...roleChecks('issuer', issue.issuer.address, true),
    ...(issue.sponsor === null || issue.sponsor.address === issue.issuer.address
      ? []
      : roleChecks('sponsor', issue.sponsor.address, false)),
  ];
}

function roleChecks(holder: string, address: string, asked: boolean): Check[] {
  return Object.entries(mintableTokenRoles).map(([role, id]) => ({
    field: `${holder}.${role}`,
    asked,
    call: { functionName: 'hasRole', args: [id, address] },
    show: (found) => found,
  }));
}

function findResult(abi: Abi, functionName: string, data: Hex): unknown {
  try {
    return decodeFunctionResult({ abi, functionName, data });
  } catch {
    // Another contract, or none: what is not there equals nothing.
    return undefined;
  }
}
