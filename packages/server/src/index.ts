export type { AppRouter } from './trpc/router.ts';
export { createServer, type CreateServerOptions, type RunningServer } from './createServer.ts';
export { readConfig, type Config, type ConfigProblem } from './config/readConfig.ts';
