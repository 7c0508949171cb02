import type { ReadBackField } from '@biatec-tokens/core';
import { encodeAddress } from 'algosdk';
import { createHash } from 'node:crypto';
import type { Issue } from '../../ports/chainAdapter.ts';
import { applicationOf, balanceBox, type Application } from './applications.ts';
import {
  readApplication,
  readBox,
  readCreateArguments,
  type ApplicationState,
} from './applicationState.ts';
import { compare } from './compare.ts';
import type { AlgorandContext } from './context.ts';

export interface MadeApplication {
  readonly applicationId: bigint;
  /** In which it was made; null where nobody remembers. */
  readonly round: bigint | null;
}

/**
 * Reads the application and its boxes, and compares every parameter that was asked for.
 *
 * What never changes stands in the global state. Supply and balances may have changed since the first supply was
 * issued; where they have, the arguments that the application was made with tell what was issued, because the program
 * is known to be ours and puts an application into use only once.
 */
export async function readBackApplication(
  context: AlgorandContext,
  issue: Issue,
  made: MadeApplication,
): Promise<ReadBackField[] | undefined> {
  const state = await readApplication(context, made.applicationId);
  if (state === undefined) return undefined;
  const application = applicationOf(issue);
  const parameters = issue.parameters as unknown as AskedParameters;
  return [
    compare('creator', issue.issuer.address, state.creator),
    compare(
      'approvalProgram',
      hashOf(Buffer.from(application.contract.approval, 'base64')),
      hashOf(state.approval),
    ),
    compare(
      'clearProgram',
      hashOf(Buffer.from(application.contract.clear, 'base64')),
      hashOf(state.clear),
    ),
    compare('name', parameters.name, textOf(state.bytes('name'))),
    compare('symbol', parameters.symbol, textOf(state.bytes('symbol'))),
    compare('decimals', parameters.decimals, numberOf(state.uint('decimals'))),
    compare(
      'initialReceiver',
      parameters.initialReceiver,
      addressOf(state.bytes('initialReceiver')),
    ),
    ...compareOwnership(issue, state),
    ...(await compareSupply(context, parameters, { application, state, made })),
  ];
}

interface AskedParameters {
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly initialReceiver: string;
  readonly totalSupplyBaseUnits?: string;
  readonly initialSupplyBaseUnits?: string;
  readonly capBaseUnits?: string | null;
}

function compareOwnership({ issuer, parameters }: Issue, state: ApplicationState): ReadBackField[] {
  const { capBaseUnits } = parameters as unknown as AskedParameters;
  if (capBaseUnits === undefined) return [];
  const cap = amountOf(state.bytes('cap'));
  return [
    compare('owner', issuer.address, addressOf(state.bytes('owner'))),
    // The contract writes "no cap" as zero.
    compare('capBaseUnits', capBaseUnits, cap === '0' ? null : cap),
  ];
}

async function compareSupply(
  context: AlgorandContext,
  { initialReceiver, initialSupplyBaseUnits, totalSupplyBaseUnits }: AskedParameters,
  {
    application,
    state,
    made,
  }: { application: Application; state: ApplicationState; made: MadeApplication },
): Promise<ReadBackField[]> {
  const asked = totalSupplyBaseUnits ?? initialSupplyBaseUnits ?? null;
  const box = await readBox(context, made.applicationId, balanceBox(initialReceiver).name);
  const isInUse = state.uint('bootstrapped') === 1n;
  let [supply, balance] = [amountOf(state.bytes('totalSupply')), amountOf(box)];
  const hasChanged = isInUse && (supply !== asked || balance !== asked);
  if (hasChanged && (await wasMadeAsAsked(context, application, made))) supply = balance = asked;
  return [
    compare('bootstrapped', true, isInUse),
    compare(
      totalSupplyBaseUnits === undefined ? 'initialSupplyBaseUnits' : 'totalSupplyBaseUnits',
      asked,
      supply,
    ),
    compare('initialBalanceBaseUnits', asked, balance),
  ];
}

async function wasMadeAsAsked(
  context: AlgorandContext,
  { createArguments }: Application,
  { applicationId, round }: MadeApplication,
): Promise<boolean> {
  if (round === null) return false;
  const found = await readCreateArguments(context, applicationId, round);
  return (
    found?.length === createArguments.length &&
    createArguments.every((bytes, index) => Buffer.compare(bytes, found[index] ?? bytes) === 0)
  );
}

function hashOf(program: Uint8Array): string {
  return createHash('sha256').update(program).digest('hex');
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('utf8');
}

function numberOf(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

function addressOf(bytes: Uint8Array | null): string | null {
  return bytes?.length === 32 ? encodeAddress(bytes) : null;
}

function amountOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : BigInt(`0x0${Buffer.from(bytes).toString('hex')}`).toString();
}
