export * from './findRefusal.ts';
export * from './permissions.ts';
