import { performance, type EventLoopUtilization } from 'node:perf_hooks';

/** Shortest time that a measurement spans, in ms. */
const spanMs = 50;

export interface LoopMeterDeps {
  /** Utilization since an earlier reading, or since the start. @default that of this thread */
  readonly measure?: (since?: EventLoopUtilization) => EventLoopUtilization;
}

/** Tells which share of the last moments the event loop spent working, from 0 to 1. */
export function createLoopMeter({
  measure = (since) => performance.eventLoopUtilization(since),
}: LoopMeterDeps = {}): () => number {
  let last = measure();
  let share = 0;
  return () => {
    const now = measure();
    const { idle, active } = {
      idle: now.idle - last.idle,
      active: now.active - last.active,
    };
    if (idle + active >= spanMs) {
      share = active / (idle + active);
      last = now;
    }
    return share;
  };
}
