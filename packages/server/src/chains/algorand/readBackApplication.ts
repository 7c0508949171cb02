import type { ReadBackField } from '@biatec-tokens/core';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Issue } from '../../ports/chainAdapter.ts';
import { applicationOf, type Application } from './applications.ts';
import {
  readApplication,
  readBox,
  readCreateArguments,
  type ApplicationState,
} from './applicationState.ts';
import { compare } from './compare.ts';
import type { AlgorandContext } from './context.ts';
import { globalKeyOf } from './contractStorage.ts';
import { asAmount } from './stateValues.ts';

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
  const found = await readApplication(context, made.applicationId);
  if (found === undefined) return undefined;
  const application = applicationOf(issue);
  const { contract, state, records } = application;
  return [
    compare('creator', issue.issuer.address, found.creator),
    compare(
      'approvalProgram',
      hashOf(Buffer.from(contract.approval, 'base64')),
      hashOf(found.approval),
    ),
    compare('clearProgram', hashOf(Buffer.from(contract.clear, 'base64')), hashOf(found.clear)),
    ...state.map(({ field, asked, name, read }) => {
      const value = found.value(globalKeyOf(contract, name));
      return compare(field, asked, value === null ? null : read(value));
    }),
    ...(await compareSupply(context, application, { found, made })),
    ...(await Promise.all(
      records.map(async ({ field, asked, box, read }) => {
        const value = await readBox(context, made.applicationId, box);
        return compare(field, asked, value === null ? null : read(value));
      }),
    )),
  ];
}

async function compareSupply(
  context: AlgorandContext,
  application: Application,
  { found, made }: { readonly found: ApplicationState; readonly made: MadeApplication },
): Promise<ReadBackField[]> {
  const { contract, supply, holdings } = application;
  const total = found.value(globalKeyOf(contract, 'totalSupply'));
  const amounts = [
    [supply.field, total === null ? null : asAmount(total)] as const,
    ...(await Promise.all(
      holdings.map(async ({ field, box, offset }) => {
        const value = await readBox(context, made.applicationId, box);
        // No box is made for nothing.
        return [field, asAmount(value?.subarray(offset, offset + amountBytes) ?? 0n)] as const;
      }),
    )),
  ];
  const isInUse = found.value(globalKeyOf(contract, 'bootstrapped')) === 1n;
  const hasChanged = isInUse && amounts.some(([, amount]) => amount !== supply.asked);
  const isAsAsked = hasChanged && (await wasMadeAsAsked(context, application, made));
  return amounts.map(([field, amount]) =>
    compare(field, supply.asked, isAsAsked ? supply.asked : amount),
  );
}

async function wasMadeAsAsked(
  context: AlgorandContext,
  { createArguments }: Application,
  { applicationId, round }: MadeApplication,
): Promise<boolean> {
  if (round === null) return false;
  const found = await readCreateArguments(context, applicationId, round);
  return isDeepStrictEqual(
    found?.map((bytes) => Buffer.from(bytes)),
    createArguments.map((bytes) => Buffer.from(bytes)),
  );
}

const amountBytes = 32;

function hashOf(program: Uint8Array): string {
  return createHash('sha256').update(program).digest('hex');
}
