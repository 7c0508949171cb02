/**
 * The real server, with one difference: at a named moment of the engine it kills itself with SIGKILL.
 *
 * Settings come from the environment as ever; `CRASH_POINT` names the moment. For crash stories only.
 */
import { readConfig } from '../../config/readConfig.ts';
import { createServer } from '../../createServer.ts';
import { createLog } from '../../observability/createLog.ts';
import { isAt } from './crashMoments.ts';

const config = readConfig(process.env);
if (!config.ok) throw new Error(JSON.stringify(config.problems));
const { log } = createLog('error');
const server = await createServer(config.config, {
  log,
  probe(point, _deploymentId, step) {
    if (isAt(process.env['CRASH_POINT'], point, step)) process.kill(process.pid, 'SIGKILL');
  },
});
process.stdout.write(`${JSON.stringify({ msg: 'ready', url: server.url, pid: process.pid })}\n`);
process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
