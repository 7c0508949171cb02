export * from './states.ts';
export * from './transition.ts';
export * from './deploymentEvent.ts';
