import type { ReadBackField } from '@biatec-tokens/core';
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Issue } from '../../ports/chainAdapter.ts';
import { applicationOf, type Application } from './applications.ts';
import {
  readApplication,
  readBox,
  readCreation,
  type ApplicationState,
  type Creation,
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
 * issued; where they have, the call that made the application tells what was issued, because its program is known to
 * be ours and puts an application into use only once.
 */
export async function readBackApplication(
  context: AlgorandContext,
  issue: Issue,
  made: MadeApplication,
): Promise<ReadBackField[] | undefined> {
  const found = await readApplication(context, made.applicationId);
  if (found === undefined) return undefined;
  const application = applicationOf(issue);
  return [
    compare('creator', issue.issuer.address, found.creator),
    ...(await comparePrograms(context, application, { found, made })),
    ...application.state.map(({ field, asked, name, read }) => {
      const value = found.value(globalKeyOf(application.contract, name));
      return compare(field, asked, value === null ? null : read(value));
    }),
    ...(await compareSupply(context, application, { found, made })),
    ...(await Promise.all(
      application.records.map(async ({ field, asked, box, read }) => {
        const value = await readBox(context, made.applicationId, box);
        return compare(field, asked, value === null ? null : read(value));
      }),
    )),
  ];
}

interface Found {
  readonly found: ApplicationState;
  readonly made: MadeApplication;
}

/** Ours of today; or, when the server was replaced by a newer one between two steps, those that the older one signed. */
async function comparePrograms(
  context: AlgorandContext,
  { contract }: Application,
  { found, made }: Found,
): Promise<ReadBackField[]> {
  const ours = {
    approval: Buffer.from(contract.approval, 'base64'),
    clear: Buffer.from(contract.clear, 'base64'),
  };
  const isOfToday = hashOf(ours.approval) === hashOf(found.approval);
  const asked = isOfToday ? ours : ((await creationOf(context, made)) ?? ours);
  return [
    compare('approvalProgram', hashOf(asked.approval), hashOf(found.approval)),
    compare('clearProgram', hashOf(asked.clear), hashOf(found.clear)),
  ];
}

async function compareSupply(
  context: AlgorandContext,
  { contract, supply, holdings, createArguments }: Application,
  { found, made }: Found,
): Promise<ReadBackField[]> {
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
  const creation = hasChanged ? await creationOf(context, made) : undefined;
  const isAsAsked = creation !== undefined && areEqual(creation.args, createArguments);
  return amounts.map(([field, amount]) =>
    compare(field, supply.asked, isAsAsked ? supply.asked : amount),
  );
}

async function creationOf(
  context: AlgorandContext,
  { applicationId, round }: MadeApplication,
): Promise<Creation | undefined> {
  return round === null ? undefined : readCreation(context, applicationId, round);
}

const amountBytes = 32;

function areEqual(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  const asHex = (list: readonly Uint8Array[]) =>
    list.map((one) => Buffer.from(one).toString('hex'));
  return isDeepStrictEqual(asHex(some), asHex(others));
}

function hashOf(program: Uint8Array): string {
  return createHash('sha256').update(program).digest('hex');
}
