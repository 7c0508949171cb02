import type { EndpointFailure, EndpointState, EndpointStatus } from '../../ports/networkAccess.ts';
import type { Clock } from '../../ports/clock.ts';
import type { BreakerState } from './createBreaker.ts';

/** Rounds or blocks behind the best node of the pool from which a node decides nothing while another is better. */
export const behindMax = 10n;

/** What is known of an endpoint without asking it. */
export interface Standing {
  /** Newest block at the last survey; null before. */
  readonly height: bigint | null;
  readonly isBehind: boolean;
  /** Whether it had another block than the other nodes at the last survey. */
  readonly disagrees: boolean;
  /** Whether the last piece of work failed here. */
  readonly isFailing: boolean;
  answered(durationMs: number): void;
  failed(kind: EndpointFailure, message: string): void;
  /** @returns true when it had failed before */
  recovered(): boolean;
  /** Takes over what a survey of all endpoints found. */
  compared(found: {
    readonly height: bigint;
    readonly behindBy: bigint;
    readonly synced: boolean;
    readonly disagrees: boolean;
  }): void;
  status(
    breaker: BreakerState,
  ): Pick<
    EndpointStatus,
    | 'state'
    | 'latencyMs'
    | 'height'
    | 'behindBy'
    | 'disagrees'
    | 'lastError'
    | 'lastOkAt'
    | 'checkedAt'
  >;
}

/** Weight of the newest answer in the mean latency. */
const newestShare = 0.2;

export function createStanding(clock: Clock): Standing {
  let failures = 0;
  let latencyMs: number | null = null;
  let lastOkAt: Date | null = null;
  let checkedAt: Date | null = null;
  let lastError: EndpointStatus['lastError'] = null;
  let compared: Parameters<Standing['compared']>[0] | null = null;

  const isBehind = () => compared !== null && (!compared.synced || compared.behindBy >= behindMax);

  function stateOf(breaker: BreakerState): EndpointState {
    if (checkedAt === null) return 'unknown';
    if (failures > 0 && lastError?.kind === 'wrong-network') return 'wrong-network';
    if (failures > 0 && lastError?.kind === 'rate-limited') return 'degraded';
    if (failures > 0 || breaker !== 'closed') return 'down';
    return isBehind() || compared?.disagrees === true ? 'degraded' : 'healthy';
  }

  return {
    get height() {
      return compared?.height ?? null;
    },
    get isBehind() {
      return isBehind();
    },
    get disagrees() {
      return compared?.disagrees ?? false;
    },
    get isFailing() {
      return failures > 0;
    },
    answered(durationMs) {
      checkedAt = clock.now();
      latencyMs =
        latencyMs === null ? durationMs : latencyMs + newestShare * (durationMs - latencyMs);
    },
    failed(kind, message) {
      failures += 1;
      checkedAt = clock.now();
      lastError = { kind, message, at: checkedAt };
    },
    recovered() {
      const hadFailed = failures > 0;
      failures = 0;
      lastOkAt = clock.now();
      checkedAt = lastOkAt;
      return hadFailed;
    },
    compared: (found) => void (compared = found),
    status: (breaker) => ({
      state: stateOf(breaker),
      latencyMs: latencyMs === null ? null : Math.round(latencyMs * 10) / 10,
      height: compared?.height ?? null,
      behindBy: compared?.behindBy ?? null,
      disagrees: compared?.disagrees ?? false,
      lastError,
      lastOkAt,
      checkedAt,
    }),
  };
}
