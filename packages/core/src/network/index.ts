export * from './networks.ts';
export * from './resolveNetwork.ts';
