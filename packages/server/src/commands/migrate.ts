import { migrateSqlite } from '../store/sqlite/migrate.ts';
import { exitCodes, readConfigOrComplain, type Command } from './command.ts';

/** Brings the database to the schema of this version. */
export const migrate: Command = {
  summary: 'Bring the database to the schema of this version',
  async run({ env }) {
    const config = readConfigOrComplain(env);
    if (config === undefined) return exitCodes.configuration;
    const applied = migrateSqlite(config.databaseFile);
    process.stdout.write(
      applied.length === 0 ? 'Nothing to migrate\n' : applied.map((name) => `${name}\n`).join(''),
    );
    return exitCodes.ok;
  },
};
