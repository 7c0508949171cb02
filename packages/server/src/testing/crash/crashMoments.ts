import { probePoints, type ProbePoint } from '../../ports/probe.ts';

/** A moment of the engine at which a process can be killed: a point, and of which step it is, from 1. */
export type CrashMoment = ProbePoint | `${ProbePoint}:${number}`;

/** What an issuance goes through. */
export interface Passage {
  /** @default 1 */
  readonly steps?: number;
  /** Whether its attempts are opened with a nonce, before they are signed. @default false */
  readonly nonce?: boolean;
  /** Whether files are pinned for it. @default false */
  readonly pins?: boolean;
}

const inEveryStep: ReadonlySet<ProbePoint> = new Set([
  'planned',
  'attempt-opened',
  'requested',
  'signed',
  'stored',
  'before-broadcast',
  'after-broadcast',
  'submitted',
  'located',
  'step-done',
] as const);

/** Every moment that an issuance passes, in order. */
export function crashMomentsOf({ steps = 1, nonce = false, pins = false }: Passage): CrashMoment[] {
  const passed = probePoints.filter(
    (point) =>
      (nonce || point !== 'attempt-opened') && (pins || !['pinning', 'pinned'].includes(point)),
  );
  const first = passed.indexOf('planned');
  const last = passed.indexOf('step-done');
  const repeated = passed.filter((point) => inEveryStep.has(point));
  return [
    ...passed.slice(0, first),
    ...Array.from({ length: steps }, (_, index) =>
      repeated
        .filter((point) => point !== 'step-done' || index + 1 < steps)
        .map((point): CrashMoment => (steps === 1 ? point : `${point}:${index + 1}`)),
    ).flat(),
    ...passed.slice(last + 1),
  ];
}

/** Whether the engine is at the moment. */
export function isAt(moment: string | undefined, point: ProbePoint, step?: number): boolean {
  return moment === point || moment === `${point}:${step}`;
}
