/**
 * Measures the server beside the bare things it stands on: `pnpm bench [name …] [--deployments N] [--long] [--markdown]`.
 *
 * Reported, not gating: it exits 0 whether goals are met or not.
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { accept } from './accept.ts';
import { algorand } from './algorand.ts';
import { applications } from './applications.ts';
import { auth } from './auth.ts';
import type { Bench } from './bench.ts';
import { evm } from './evm.ts';
import { memory } from './memory.ts';
import { describeMachine, toMarkdown, toText, type Row } from './report.ts';
import { sign } from './sign.ts';
import { signIn } from './signIn.ts';
import { setStage } from './stage.ts';
import { status } from './status.ts';

const benches: Readonly<Record<string, Bench>> = {
  accept,
  evm,
  algorand,
  applications,
  sign,
  status,
  auth,
  signin: signIn,
  memory,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Of the end-to-end measurements. */
    deployments: { type: 'string', default: '500' },
    /** Reads the memory after 10,000 deployments instead of 1,000. */
    long: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
});
const names = positionals.length === 0 ? Object.keys(benches) : positionals;
const unknown = names.filter((name) => benches[name] === undefined);
if (unknown.length > 0 || !/^[1-9]\d{0,5}$/.test(values.deployments)) {
  console.error(
    `Cannot bench ${[...unknown, '--deployments', values.deployments].join(' ')}: known are ${Object.keys(benches).join(', ')}, and a number of deployments`,
  );
  process.exit(64);
}

const loadBefore = loadavg()[0] ?? 0;
const rows: Row[] = [];
{
  await using stage = await setStage();
  for (const name of names) {
    console.error(`measuring ${name} …`);
    const measured = await benches[name]?.(stage, {
      deployments: Number(values.deployments),
      memoryDeployments: values.long ? 10_000 : 1_000,
    });
    rows.push(...(measured ?? []));
  }
}
const machine = describeMachine(loadBefore);
console.log(
  values.markdown ? `${machine}\n\n${toMarkdown(rows)}` : `${toText(rows)}\n\n${machine}`,
);
