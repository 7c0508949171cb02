import { AppError } from '@biatec-tokens/core';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type {
  Rewrap,
  RewrapProgress,
  SealedPlace,
  SealedStore,
  StoredSealed,
} from '../../ports/store/index.ts';
import type { Rewrapper } from '../../ports/vault.ts';
import { countRows, isWrappedWith } from './openRewrap.ts';
import { sealedPlaces, sealedSubjects } from './sealedSubjects.ts';

export interface WalkDeps {
  readonly store: SealedStore;
  readonly rewrapper: Rewrapper;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** A walk that this process holds. */
export interface HeldRewrap {
  readonly rewrap: Rewrap;
  readonly leaseToken: string;
}

export interface WalkOptions {
  /** Aborted: stop after the batch; whoever walks next goes on there. */
  readonly stopping?: AbortSignal;
  readonly onProgress?: (rewrap: Rewrap) => void;
  /** Rows between two savings of progress. @default 50 */
  readonly batchRows?: number;
}

/** Records of one batch at once. */
const concurrency = 8;
/** A server that still runs with old settings makes records while we walk: three times over, then an operator must look. */
const passesMax = 3;

/**
 * Walks over every sealed record and wraps with the target's key what is not.
 *
 * Every record is replaced only if it is still the one that was read, so a writer at the same time never loses. Progress
 * is stored after each batch: a walk that is killed goes on there, and at worst does one batch again.
 *
 * @returns the walk as it stands now: finished, or stopped, or taken over by somebody else
 * @throws {AppError} KEY_PROVIDER_UNAVAILABLE: nothing is lost, walk again later
 */
export async function walkRecords(
  deps: WalkDeps,
  { rewrap: start, leaseToken }: HeldRewrap,
  { stopping, onProgress = () => {}, batchRows = 50 }: WalkOptions = {},
): Promise<Rewrap> {
  let walk = start;
  // Of this pass: records that somebody else wrote meanwhile are looked at in another one.
  let missed = 0;

  async function save(change: Partial<RewrapProgress>): Promise<boolean> {
    walk = { ...walk, ...change, updatedAt: deps.clock.now() };
    const held = await deps.store.saveRewrap({ id: walk.id, leaseToken }, progressOf(walk));
    onProgress(walk);
    return held;
  }

  const isStopping = (): boolean => stopping?.aborted ?? false;
  while (walk.finishedAt === null && !isStopping()) {
    if (walk.place === null) {
      if (!(await save(await nextPass(deps, walk, missed)))) return walk;
      missed = 0;
      continue;
    }
    const { items, next } = await deps.store.listSealed(walk.place, {
      after: walk.row,
      limit: batchRows,
    });
    let tally: Tally;
    try {
      tally = await rewrapAll(deps, walk, items);
    } catch (error) {
      if (error instanceof AppError) await save({ lastError: error.message });
      throw error;
    }
    missed += tally.missed;
    const held = await save({
      done: walk.done + new Set(items.map(({ row }) => row)).size,
      rewrapped: walk.rewrapped + tally.rewrapped,
      failed: walk.failed + tally.failed,
      lastError: tally.lastError ?? walk.lastError,
      ...(next === null ? { place: placeAfter(walk.place), row: '' } : { row: next }),
    });
    if (!held) return walk;
  }
  return walk;
}

interface Tally {
  rewrapped: number;
  failed: number;
  missed: number;
  lastError: string | null;
}

async function rewrapAll(
  deps: WalkDeps,
  walk: Rewrap,
  items: readonly StoredSealed[],
): Promise<Tally> {
  const tally: Tally = { rewrapped: 0, failed: 0, missed: 0, lastError: null };
  for (let at = 0; at < items.length; at += concurrency) {
    await Promise.all(
      items.slice(at, at + concurrency).map((item) => rewrapOne(deps, walk, item, tally)),
    );
  }
  return tally;
}

async function rewrapOne(
  { store, rewrapper, log }: WalkDeps,
  walk: Rewrap,
  { row, owner, record }: StoredSealed,
  tally: Tally,
): Promise<void> {
  const place = walk.place as SealedPlace;
  try {
    if (!needsRewrap(walk, record)) return;
    const fresh = await rewrapper.rewrap(sealedSubjects[place](owner), record);
    const replaced = await store.replaceSealed(place, row, { from: record, to: fresh });
    if (replaced) tally.rewrapped += 1;
    else tally.missed += 1;
  } catch (error) {
    // A service that is away is not the record's fault.
    const isRecords = error instanceof AppError && error.code.startsWith('SEALED_RECORD_');
    if (!isRecords) throw error;
    tally.failed += 1;
    tally.lastError = `${place} ${owner.id}: ${error.message}`;
    log.error({ err: error, place, id: owner.id }, 'a sealed record cannot be wrapped anew');
  }
}

/** Only the first pass wraps everything: later ones look for what was missed. */
function needsRewrap(walk: Rewrap, record: Uint8Array): boolean {
  return (walk.everything && walk.pass === 1) || !isWrappedWith(record, walk);
}

/** Another pass over everything while one may find something; a pass that wrapped nothing anew is the proof. */
async function nextPass(
  { store, clock }: WalkDeps,
  walk: Rewrap,
  missed: number,
): Promise<Partial<RewrapProgress>> {
  const clean = missed === 0 && !(await hasMore(store, walk));
  if (clean || walk.pass >= passesMax) return { finishedAt: clock.now() };
  return {
    pass: walk.pass + 1,
    place: sealedPlaces[0] ?? null,
    row: '',
    done: 0,
    total: await countRows(store),
    failed: 0,
  };
}

/** Whether records other than those that failed still need another key. */
async function hasMore(store: SealedStore, walk: Rewrap): Promise<boolean> {
  let others = 0;
  for (const place of sealedPlaces) {
    for (let after: string | null = ''; after !== null;) {
      const { items, next } = await store.listSealed(place, { after, limit: 500 });
      others += items.filter(({ record }) => !isReadableWith(record, walk)).length;
      if (others > walk.failed) return true;
      after = next;
    }
  }
  return false;
}

function isReadableWith(record: Uint8Array, walk: Rewrap): boolean {
  try {
    return isWrappedWith(record, walk);
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

function placeAfter(place: SealedPlace): SealedPlace | null {
  return sealedPlaces[sealedPlaces.indexOf(place) + 1] ?? null;
}

function progressOf(walk: Rewrap): RewrapProgress {
  const { pass, place, row, done, total, rewrapped, failed, lastError, updatedAt, finishedAt } =
    walk;
  return { pass, place, row, done, total, rewrapped, failed, lastError, updatedAt, finishedAt };
}
