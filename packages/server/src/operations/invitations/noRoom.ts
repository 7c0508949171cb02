import { AppError, tierLimits, type Tier } from '@biatec-tokens/core';

/** The plan has no place for one more member: every one is taken by a member or an open invitation. */
export function noRoom(what: 'invite' | 'send the invitation again', tier: Tier): AppError {
  const limit = tierLimits[tier].members;
  return new AppError({
    code: 'SUBSCRIPTION_LIMIT_EXCEEDED',
    message: `Cannot ${what}: members and open invitations come to as many as the plan "${tier}" has room for, ${limit}`,
    guidance: 'Take back an invitation, remove a member, or move to a bigger plan.',
    details: { tier, limit },
  });
}

/** A smaller plan came after the invitation, which stays open. */
export function noRoomToJoin(what: 'accept' | 'register with'): AppError {
  return new AppError({
    code: 'SUBSCRIPTION_LIMIT_EXCEEDED',
    message: `Cannot ${what} the invitation: the organization has as many members as its plan has room for`,
    guidance: 'Ask who invited you to make room, then open the link of the mail again.',
  });
}
