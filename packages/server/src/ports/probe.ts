/** Named moments of the engine between accepting and Completed, in their order. */
export const probePoints = [
  'accepted',
  'claimed',
  'pinning',
  'pinned',
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
  'confirmed',
  'read-back',
  'indexed',
  'completed',
] as const;

export type ProbePoint = (typeof probePoints)[number];

/** Called at named moments, with the step of the issuance from `planned` to `completed`; does nothing in production. Crash tests end the process in it. */
export type Probe = (point: ProbePoint, deploymentId: string, step?: number) => void;
