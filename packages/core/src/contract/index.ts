export * from './account.ts';
export * from './auth.ts';
export * from './deployments.ts';
export * from './networks.ts';
export * from './plan.ts';
export * from './primitives.ts';
export * from './webhooks.ts';
export * from './wireError.ts';
