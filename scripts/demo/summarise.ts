import type { BiatecTokensClient } from '@biatec-tokens/sdk';
import { ensure } from '../lib/ensure.ts';
import type { Issued } from './issueTokens.ts';
import { formatMs, type Terminal } from '../lib/terminal.ts';

export interface SummariseOptions {
  readonly client: BiatecTokensClient;
  readonly issued: readonly Issued[];
  readonly fields: number;
  readonly webhooks: number;
  readonly tookMs: number;
}

/** Ends the demo: what was promised, and that it was kept. */
export async function summarise(
  { line, style }: Terminal,
  { client, issued, fields, webhooks, tookMs }: SummariseOptions,
): Promise<void> {
  const stored: string[] = [];
  for await (const { deploymentId } of client.deployments.listAll()) stored.push(deploymentId);
  const known = new Set(issued.map(({ deployment }) => deployment.deploymentId));
  ensure(
    stored.length === known.size && stored.every((id) => known.has(id)),
    `The server keeps ${stored.length} deployments, should be the ${known.size} that were asked for`,
  );

  for (const { token, deployment } of issued) {
    const { totalMs } = deployment.timings;
    const time = (totalMs === null ? '' : formatMs(totalMs)).padStart(9);
    const place = deployment.assetId ?? deployment.contractAddress;
    line(`  ${style('green', '✓')} ${token.tokenType.padEnd(16)}${time}  ${place}`);
  }
  line(`\n  ${issued.length} deployments, ${issued.length} tokens, one kill survived.`);
  line(`  ${fields} fields read back equal, ${webhooks} webhooks verified.`);
  line(`  ${style('bold', `Everything is as it should be, after ${formatMs(tookMs)}.`)}`);
  line(`\n  ${style('dim', 'Try it yourself: pnpm dev')}\n`);
}
