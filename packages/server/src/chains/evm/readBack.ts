import { mintableTokenRoles } from '@biatec-tokens/contracts';
import { formatAmount, type ReadBackField } from '@biatec-tokens/core';
import type { Address, Hex } from 'viem';
import type { Issue } from '../../ports/chainAdapter.ts';
import type { BlockReference } from '../../ports/store/deployments.ts';
import { buildCreation, termsOf } from './build.ts';
import { tokenContracts } from './contracts.ts';
import { isRevert } from './errors.ts';
import type { Node } from './nodes.ts';
import { codeAt, resultOf, type Question, type State } from './questions.ts';
import { compareRuntimeCode } from './runtimeCode.ts';

/** Where the token is, and the block that it was created in, if known. */
export interface CreatedToken {
  /** Null on EVM chains. */
  readonly assetId: bigint | null;
  readonly contractAddress: string | null;
  /** Read as of this block, so that what holders do later does not count. @default the newest block */
  readonly block?: BlockReference | null;
}

/** What the contract has to say about one requested parameter. */
interface Check {
  readonly field: string;
  readonly asked: unknown;
  readonly call: readonly [functionName: string, args: readonly unknown[]];
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
  const { address: predicted } = buildCreation(issue);
  const contract = tokenContracts[termsOf(issue).type];
  const checks = checksOf(issue, address);
  const questions = checks.map(({ call }): Question<Hex> =>
    resultOf({ to: address, data: contract.encodeCall(...call) }, state),
  );
  const [code, ...answers] = await node.tryAsk(codeAt(address, state), ...questions);
  if (!code?.ok || code.value === '0x') return undefined;
  const itsCode = codeField(contract.bytecode, code.value);
  // Our code always answers these questions: a failure that is no revert is the node's, and says nothing of the token.
  const unasked = answers.some((answer) => !answer.ok && !isRevert(answer.error));
  if (itsCode.equal && unasked) return undefined;

  const fields = checks.map(({ field, asked, call, show }, index): ReadBackField => {
    const answer = answers[index];
    const result = answer?.ok ? contract.decodeResult(call[0], answer.value) : undefined;
    const found = result === undefined ? null : show(result);
    return { field, asked, found, equal: JSON.stringify(found) === JSON.stringify(asked) };
  });
  return [
    { field: 'contractAddress', asked: predicted, found: address, equal: address === predicted },
    ...fields,
    itsCode,
  ];
}

function codeField(bytecode: Hex, code: Hex): ReadBackField {
  const { asked, found } = compareRuntimeCode(bytecode, code);
  return { field: 'codeSha256', asked, found, equal: asked === found };
}

function checksOf(issue: Issue, address: Address): Check[] {
  const { type, parameters } = termsOf(issue);
  const { name, symbol, decimals, initialReceiver } = parameters;
  const tokens = (found: unknown) => formatAmount(found as bigint, decimals);
  const same = (found: unknown) => found;
  const supply = type === 'erc20-mintable' ? parameters.initialSupply : parameters.totalSupply;
  const common: Check[] = [
    { field: 'name', asked: name, call: ['name', []], show: same },
    { field: 'symbol', asked: symbol, call: ['symbol', []], show: same },
    { field: 'decimals', asked: decimals, call: ['decimals', []], show: same },
    {
      field: type === 'erc20-mintable' ? 'initialSupply' : 'totalSupply',
      asked: supply,
      call: ['totalSupply', []],
      show: tokens,
    },
    {
      field: 'initialReceiverBalance',
      asked: supply,
      call: ['balanceOf', [initialReceiver]],
      show: tokens,
    },
    {
      // What wallets sign a permit for; a signature for another domain would not count.
      field: 'permitDomain',
      asked: { name, version: '1', verifyingContract: address },
      call: ['eip712Domain', []],
      show: (found) => {
        const [, domainName, version, , verifyingContract] = found as unknown[];
        return { name: domainName, version, verifyingContract };
      },
    },
  ];
  if (type === 'erc20-preminted') return common;
  return [
    ...common,
    { field: 'cap', asked: parameters.cap, call: ['cap', []], show: tokens },
    { field: 'paused', asked: false, call: ['paused', []], show: same },
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
    call: ['hasRole', [id, address]],
    show: (found) => found,
  }));
}
