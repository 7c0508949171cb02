import type { ReadBackField } from '@biatec-tokens/core';
import type { ChainAdapter, Issue } from '../../ports/chainAdapter.ts';
import { invalidAnswer } from '../errors.ts';
import type { AlgorandContext } from './context.ts';
import { readBackApplication } from './readBackApplication.ts';
import { readBackAsset } from './readBackAsset.ts';
import { isApplication } from './steps.ts';

/** Reads the token by its id and compares every parameter that was asked for. */
export async function readBack(
  context: AlgorandContext,
  issue: Issue,
  { assetId, block }: Parameters<ChainAdapter['readBack']>[1],
): Promise<ReadBackField[] | undefined> {
  if (assetId === null)
    throw invalidAnswer(context.networkId, 'a confirmed creation came without an id');
  return isApplication(issue.tokenType)
    ? readBackApplication(context, issue, { applicationId: assetId, round: block?.number ?? null })
    : readBackAsset(context, issue, assetId);
}
