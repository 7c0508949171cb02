/** The plans of organizations, from the smallest on. */
export const tiers = ['Free', 'Basic', 'Pro', 'Enterprise'] as const;

/** What an organization has subscribed to; it decides how much there may be of what. */
export type Tier = (typeof tiers)[number];

/** How much a plan has room for. */
export interface TierLimits {
  readonly webhookEndpoints: number;
  /** Members and pending invitations together. */
  readonly members: number;
}

const unlimited = Number.POSITIVE_INFINITY;

/** What each plan has room for. */
export const tierLimits = {
  Free: { webhookEndpoints: 1, members: 1 },
  Basic: { webhookEndpoints: 3, members: 5 },
  Pro: { webhookEndpoints: 10, members: 20 },
  Enterprise: { webhookEndpoints: unlimited, members: unlimited },
} as const satisfies Record<Tier, TierLimits>;
