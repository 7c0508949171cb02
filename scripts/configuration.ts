/** Writes the tables of settings into docs/configuration.md. */
import { networkSettings } from '../packages/server/src/config/networkSettings.ts';
import type { Setting } from '../packages/server/src/config/setting.ts';
import { settings } from '../packages/server/src/config/settings.ts';
import { replaceSection, writeGenerated } from './lib/generated.ts';

const page = 'docs/configuration.md';

const header = ['| name | value | default | meaning |', '| --- | --- | --- | --- |'];

const rows = (Object.values(settings) as Setting<unknown>[]).map((setting) =>
  rowOf(setting.name, setting.type, presetOf(setting), setting.description, setting.secret),
);
const networkRows = networkSettings.map((setting) =>
  rowOf(
    `NETWORK_<ID>_${setting.suffix}`,
    setting.type,
    setting.default,
    setting.description,
    setting.secret,
  ),
);

const section = [
  '## The server',
  '',
  ...header,
  ...rows,
  '',
  '## Each network',
  '',
  '`<ID>` is the id of the network in capitals with `_` for `-`: `NETWORK_ALGORAND_TESTNET_ENDPOINTS`.',
  '',
  ...header,
  ...networkRows,
].join('\n');

writeGenerated(new Map([[page, replaceSection(page, 'settings', section)]]));

function presetOf({ default: preset }: Setting<unknown>): string {
  return preset === null || preset === '' ? '' : `\`${preset}\``;
}

function rowOf(name: string, type: string, preset: string, meaning: string, secret: boolean) {
  return `| \`${name}\` | ${type} | ${preset} | ${meaning}${secret ? ' Secret.' : ''} |`;
}
