import { AppError, type MemberView } from '@biatec-tokens/core';
import type { Member, MemberRemoval } from '../../ports/store/index.ts';

export function describeMember({ joinedAt, ...member }: Member): MemberView {
  return { ...member, joinedAt: joinedAt.toISOString() };
}

export function memberNotFound(userId: string): AppError {
  return new AppError({
    code: 'MEMBER_NOT_FOUND',
    message: `Cannot find member "${userId}": nobody of this id belongs to your organization`,
  });
}

/** @throws {AppError} MEMBER_NOT_FOUND, or OWNER_REQUIRED for the owner, without whom there is no organization */
export function requireDone(change: MemberRemoval, userId: string): void {
  if (change === 'missing') throw memberNotFound(userId);
  if (change === 'owner') {
    throw new AppError({
      code: 'OWNER_REQUIRED',
      message: 'Cannot change or remove the owner: an organization has exactly one',
    });
  }
}
