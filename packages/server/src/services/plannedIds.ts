import { fingerprint, type NetworkId, type TokenType } from '@biatec-tokens/core';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';

/** A checked request of an organization: what an issuance is made of, but for its id. */
export interface IssuanceDraft {
  readonly organizationId: string;
  readonly tokenType: TokenType;
  readonly networkId: NetworkId;
  readonly reference: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Ids of deployments that were shown in plans and are not issued yet.
 *
 * Note, lease and, on EVM, the contract's address come from the deployment's id; so a plan can only show what will be
 * sent when the issuance after it gets the id that the plan was made with.
 */
export interface PlannedIds {
  /** The id that the next issuance of this draft gets, and until when it is kept. */
  keep(draft: IssuanceDraft): { readonly id: string; readonly until: Date };
  /** Gives the id away, once. @returns undefined where no plan was made lately */
  take(draft: IssuanceDraft): string | undefined;
  /** Takes back what was given away for an issuance that did not come about. */
  giveBack(draft: IssuanceDraft, id: string): void;
}

interface PlannedId {
  readonly id: string;
  readonly until: Date;
}

const keptMs = 10 * 60_000;
const keptMax = 10_000;

/** Keeps them in this process: after a restart, or at another instance, an issuance gets another id. */
export function createPlannedIds({ ids, clock }: { ids: Ids; clock: Clock }): PlannedIds {
  // Oldest first.
  const planned = new Map<string, PlannedId>();

  function find(key: string): PlannedId | undefined {
    const found = planned.get(key);
    if (found === undefined || found.until > clock.now()) return found;
    planned.delete(key);
    return undefined;
  }

  function put(key: string, id: string): PlannedId {
    const kept = { id, until: new Date(clock.now().getTime() + keptMs) };
    planned.delete(key);
    planned.set(key, kept);
    const [oldest] = planned.keys();
    if (planned.size > keptMax && oldest !== undefined) planned.delete(oldest);
    return kept;
  }

  return {
    keep(draft) {
      const key = keyOf(draft);
      return put(key, find(key)?.id ?? ids.next('deployment'));
    },
    take(draft) {
      // Most issuances come without a plan and should not pay for one.
      if (planned.size === 0) return undefined;
      const key = keyOf(draft);
      const found = find(key);
      planned.delete(key);
      return found?.id;
    },
    giveBack(draft, id) {
      const key = keyOf(draft);
      if (find(key) === undefined) put(key, id);
    },
  };
}

function keyOf({ organizationId, tokenType, networkId, reference, parameters }: IssuanceDraft) {
  return fingerprint({ organizationId, tokenType, networkId, reference, parameters });
}
