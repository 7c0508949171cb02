import { createHash } from 'node:crypto';
import type { SealedSubject } from '../ports/vault.ts';

/** What the owner of a sealed record can hold in one of its parts. */
const subjectBytesMax = 255;

/** Whose secret a kept answer is. @param answer.id - `OPERATION:KEY`, in ASCII */
export function idempotentAnswerSubject({
  organizationId,
  id,
}: {
  readonly organizationId: string;
  readonly id: string;
}): SealedSubject {
  const subjectId = id.length <= subjectBytesMax ? id : shorten(id);
  return { purpose: 'idempotent-answer', organizationId, subjectId, family: '-' };
}

/** `OPERATION#HASH`: no short id is like it, since it has no colon. */
function shorten(id: string): string {
  const operation = id.slice(0, id.indexOf(':'));
  return `${operation}#${createHash('sha256').update(id).digest('hex')}`;
}
