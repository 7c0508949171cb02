import { createParts } from '../createParts.ts';
import { createLog } from '../observability/createLog.ts';
import { systemClock } from '../runtime/systemClock.ts';
import { migrateSqlite } from '../store/sqlite/migrate.ts';
import { exitCodes, readConfigOrComplain, untilSignalled, type Command } from './command.ts';
import { endWithin } from './endWithin.ts';

/** Works on deployments and deliveries without serving the API, until a signal. */
export const worker: Command = {
  summary: 'Work on deployments, webhook deliveries and mails, without the API',
  async run({ env }) {
    const config = readConfigOrComplain(env);
    if (config === undefined) return exitCodes.configuration;

    const { log, flush } = createLog(config.logLevel);
    const signalled = untilSignalled();
    migrateSqlite(config.databaseFile);
    const parts = await createParts(config, {
      log,
      clock: systemClock,
      workers: true,
      probe: () => {},
    });
    parts.engine.start();
    parts.deliveries.start();
    parts.mails?.start();
    parts.rewraps.start();
    log.info({ pid: process.pid }, 'ready');

    log.info({ signal: await signalled }, 'stopping');
    const stopped = Promise.all([
      parts.engine.stop(),
      parts.deliveries.stop(),
      parts.mails?.stop(),
      parts.rewraps.stop(),
    ]);
    await endWithin(
      stopped.then(() => parts.close()),
      log,
    );
    flush();
    return exitCodes.ok;
  },
};
