import { errorCodes } from '@biatec-tokens/core';
import type { PinFailure } from '../ports/ipfs.ts';
import { record, type EngineDeps, type Turn, type Visit } from './visit.ts';
import { waitFor } from './wait.ts';

/** Tries to pin, spread over turns, before a deployment fails. */
const triesMax = 3;

/**
 * Makes every pinner hold the files of an ARC-3 token, before anything of it is signed: an asset must not point at
 * nothing.
 *
 * Each turn tries once, so that a stalled pinner keeps no worker; how often it was tried stands in what the deployment
 * waits for, and survives a restart.
 *
 * @returns `again` when all is held, or there is nothing to hold; `rest` when this turn is over.
 */
export async function pinMetadata(deps: EngineDeps, visit: Visit): Promise<Turn> {
  const cids = cidsOf(visit.deployment.parameters);
  if (cids.length === 0) return 'again';
  const { id, waiting } = visit.deployment;
  const tries = triesOf(waiting?.kind === 'ipfs' ? waiting.details['tries'] : undefined);
  if (waiting?.kind !== 'ipfs') await sayWhatFor(deps, visit, cids);
  deps.probe('pinning', id);
  for (const cid of cids) {
    const held = await deps.pins.hold(cid);
    if (held.ok) continue;
    return held.mayPass && tries + 1 < triesMax
      ? waitFor(
          deps,
          visit,
          {
            kind: 'ipfs',
            message: `${held.pinner} does not hold ${held.cid} yet: ${held.reason}`,
            details: { ...detailsOf(held), tries: tries + 1 },
          },
          'outage',
        )
      : failPinning(deps, visit, held);
  }
  deps.probe('pinned', id);
  return 'again';
}

/** Media first: the metadata points at it. */
function cidsOf({ mediaCid, metadataCid }: Readonly<Record<string, unknown>>): string[] {
  return [mediaCid, metadataCid].filter((cid) => typeof cid === 'string');
}

function triesOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

async function sayWhatFor(deps: EngineDeps, visit: Visit, cids: readonly string[]): Promise<void> {
  const recorded = await Promise.all(cids.map((cid) => deps.pins.isRecorded(cid)));
  if (recorded.every(Boolean)) return;
  await record(deps, visit, {
    set: {
      waiting: {
        kind: 'ipfs',
        message: 'the files of the token are being pinned',
        details: { cids, pinners: deps.pins.names, tries: 0 },
        since: deps.clock.now(),
      },
    },
  });
}

async function failPinning(deps: EngineDeps, visit: Visit, failure: PinFailure): Promise<Turn> {
  const errorMessage = `Cannot pin "${failure.cid}" at ${failure.pinner}: ${failure.reason}`;
  await record(deps, visit, {
    steps: [
      { event: 'failSubmission', message: 'A file of the token is not pinned; nothing was sent' },
    ],
    set: {
      waiting: null,
      error: {
        errorCode: 'IPFS_UPLOAD_FAILED',
        errorMessage,
        suggestedAction: errorCodes.IPFS_UPLOAD_FAILED.remedy,
        details: detailsOf(failure),
        // Nothing was signed, so nothing can be on chain.
        retryable: true,
      },
    },
    dueAt: null,
    keepLease: false,
  });
  return 'rest';
}

function detailsOf({ pinner, cid, reason }: PinFailure): Record<string, unknown> {
  return { pinner, cid, reason };
}
