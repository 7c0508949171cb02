import type { AsaParameters, ReadBackField } from '@biatec-tokens/core';
import type { Issue } from '../../ports/chainAdapter.ts';
import { invalidAnswer } from '../errors.ts';
import type { AlgorandContext } from './context.ts';
import { readerOf } from './fields.ts';
import { compare } from './compare.ts';

/** Reads the asset by its id and compares every parameter that was asked for. */
export async function readBackAsset(
  context: AlgorandContext,
  issue: Issue,
  assetId: bigint,
): Promise<ReadBackField[] | undefined> {
  const { status, body } = await context.rest.get(`/v2/assets/${assetId}`);
  if (status === 404) return undefined;
  if (status !== 200)
    throw invalidAnswer(context.networkId, `an asset came with HTTP status ${status}`);
  const field = readerOf(context.networkId, readerOf(context.networkId, body).object('params'));
  const asked = issue.parameters as unknown as AsaParameters;
  return [
    compare('creator', issue.issuer.address, field.text('creator')),
    compare('name', asked.name, field.optionalText('name') ?? ''),
    compare('unitName', asked.unitName, field.optionalText('unit-name') ?? ''),
    compare('totalSupplyBaseUnits', asked.totalSupplyBaseUnits, field.integer('total').toString()),
    compare('decimals', asked.decimals, Number(field.integer('decimals'))),
    compare('defaultFrozen', asked.defaultFrozen, field.boolean('default-frozen')),
    compare('url', asked.url, field.optionalText('url')),
    compare('metadataHash', asked.metadataHash, field.optionalText('metadata-hash')),
    compare('manager', asked.manager, field.optionalText('manager')),
    compare('reserve', asked.reserve, field.optionalText('reserve')),
    compare('freeze', asked.freeze, field.optionalText('freeze')),
    compare('clawback', asked.clawback, field.optionalText('clawback')),
  ];
}
