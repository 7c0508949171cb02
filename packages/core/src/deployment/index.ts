export * from './states.ts';
export * from './transition.ts';
