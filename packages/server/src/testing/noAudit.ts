/** The line of audit of a change that a test makes itself, without id and time. */
export const noAudit = {
  actor: 'system',
  organizationId: null,
  correlationId: null,
  ip: null,
  userAgent: null,
  action: 'test',
  target: null,
  outcome: 'success',
  errorCode: null,
  details: {},
} as const;
