/** What a member may be in an organization, from the most trusted on. Every organization has exactly one owner. */
export const roles = ['owner', 'admin', 'issuer', 'compliance', 'viewer'] as const;

/** What a member of an organization is, which decides what they may do there. */
export type Role = (typeof roles)[number];

/** What an API key may be made for. */
export const apiKeyScopes = ['read', 'deploy', 'webhooks', 'audit'] as const;

/** What an API key may be used for; it never reaches further than the role of who made it. */
export type ApiKeyScope = (typeof apiKeyScopes)[number];

/** Who holds a permission. */
export interface PermissionRow {
  /** What it allows, as a verb phrase. */
  readonly allows: string;
  readonly roles: readonly Role[];
  /** Scopes of API keys that carry it; none: only signed-in people have it. */
  readonly scopes: readonly ApiKeyScope[];
}

const everyone = roles;
const issuers = ['owner', 'admin', 'issuer'] as const;
const administrators = ['owner', 'admin'] as const;

/**
 * Who may do what: the one place that decides it.
 *
 * Every operation names its row. The guards, the matrix of tests and docs/roles.md derive from it.
 */
export const permissions = {
  'profile.read': {
    allows: 'See who one is, in which organization',
    roles: everyone,
    scopes: apiKeyScopes,
  },
  'profile.manage': {
    allows: 'Look after the own sessions, password, second factor and mails',
    roles: everyone,
    scopes: [],
  },
  'activity.read': {
    allows: 'See what happened around the own sign-ins',
    roles: everyone,
    scopes: [],
  },
  'account.export': {
    allows: 'Take the accounts along: read the 24 words',
    roles: ['owner'],
    scopes: [],
  },
  'account.import': {
    allows: 'Bring an existing account in, and choose which account issues',
    roles: ['owner'],
    scopes: [],
  },
  'tokens.draft': {
    allows: 'Check a draft of a token and see its plan',
    roles: everyone,
    scopes: ['read', 'deploy'],
  },
  'tokens.issue': { allows: 'Issue tokens', roles: issuers, scopes: ['deploy'] },
  'deployments.read': {
    allows: 'Follow deployments',
    roles: everyone,
    scopes: ['read', 'deploy'],
  },
  'deployments.change': {
    allows: 'Cancel and retry deployments',
    roles: issuers,
    scopes: ['deploy'],
  },
  'media.read': { allows: 'See uploaded files', roles: everyone, scopes: ['read', 'deploy'] },
  'media.upload': { allows: 'Upload files', roles: issuers, scopes: ['deploy'] },
  'webhooks.read': {
    allows: 'See webhook endpoints and their deliveries',
    roles: issuers,
    scopes: ['webhooks'],
  },
  'webhooks.manage': {
    allows: 'Create, change, test and delete webhook endpoints',
    roles: administrators,
    scopes: ['webhooks'],
  },
  'events.read': {
    allows: 'Read the stream of events, without `security.*` for who may not manage webhooks',
    roles: everyone,
    scopes: ['read', 'webhooks'],
  },
  'audit.read': {
    allows: 'Read the audit trail of the organization',
    roles: ['owner', 'admin', 'compliance'],
    scopes: ['audit'],
  },
  'keys.manage': {
    allows: 'Create, list and revoke API keys',
    roles: administrators,
    scopes: [],
  },
  'organizations.choose': {
    allows: 'List the own organizations, found one, switch to one, leave one',
    roles: everyone,
    scopes: [],
  },
  'organization.secure': {
    allows: 'Require a second factor of every member',
    roles: ['owner'],
    scopes: [],
  },
  'members.read': { allows: 'See who belongs to the organization', roles: everyone, scopes: [] },
  'members.manage': {
    allows: 'Invite, change roles and remove members',
    roles: administrators,
    scopes: [],
  },
  'ownership.transfer': {
    allows: 'Hand the organization over to another member',
    roles: ['owner'],
    scopes: [],
  },
} as const satisfies Record<string, PermissionRow>;

/** Name of a row in the table of permissions. */
export type Permission = keyof typeof permissions;

/** Every permission, in the order of the table. */
export const allPermissions = Object.keys(permissions) as Permission[];
