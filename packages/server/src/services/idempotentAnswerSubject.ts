import type { SealedSubject } from '../ports/vault.ts';

/** Whose secret a kept answer is. @param answer.id - `OPERATION:KEY` */
export function idempotentAnswerSubject({
  organizationId,
  id,
}: {
  readonly organizationId: string;
  readonly id: string;
}): SealedSubject {
  return { purpose: 'idempotent-answer', organizationId, subjectId: id, family: '-' };
}
