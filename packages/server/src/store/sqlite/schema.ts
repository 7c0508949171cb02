/** The tables as queries see them. The migrations make them; a test holds the two equal. */
export * from './schema/owners.ts';
export * from './schema/apiKeys.ts';
export * from './schema/consents.ts';
export * from './schema/guards.ts';
export * from './schema/invitations.ts';
export * from './schema/issuance.ts';
export * from './schema/contents.ts';
export * from './schema/mails.ts';
export * from './schema/webhooks.ts';
export * from './schema/records.ts';
export * from './schema/rewraps.ts';
