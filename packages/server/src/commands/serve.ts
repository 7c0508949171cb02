import { describeConfig } from '../config/describeConfig.ts';
import { createServer } from '../createServer.ts';
import { createLog } from '../observability/createLog.ts';
import { endWithin } from './endWithin.ts';
import { exitCodes, readConfigOrComplain, untilSignalled, type Command } from './command.ts';

/** API and workers in one process, until a signal. */
export const serve: Command = {
  summary: 'Serve the API and work on deployments (--no-workers: the API only)',
  async run({ args, env }) {
    const unknown = args.filter((arg) => arg !== '--no-workers');
    if (unknown.length > 0) {
      process.stderr.write(`Cannot serve: unknown option ${unknown.join(' ')}\n`);
      return exitCodes.usage;
    }
    const config = readConfigOrComplain(env);
    if (config === undefined) return exitCodes.configuration;

    const { log, flush } = createLog(config.logLevel);
    log.info(describeConfig(config), 'settings');
    const signalled = untilSignalled();
    const server = await createServer(config, { log, workers: !args.includes('--no-workers') });
    // Whatever the log level: operators' scripts wait for this line.
    process.stdout.write(
      `${JSON.stringify({ level: 30, time: new Date().toISOString(), msg: 'ready', url: server.url, pid: process.pid })}\n`,
    );

    log.info({ signal: await signalled }, 'stopping');
    await endWithin(server.close(), log);
    log.info({}, 'stopped');
    flush();
    return exitCodes.ok;
  },
};
