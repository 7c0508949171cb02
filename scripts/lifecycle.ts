/** Draws the state machine of a deployment from its table into docs/deployment-lifecycle.md. */
import { transitions } from '@biatec-tokens/core';
import { replaceSection, writeGenerated } from './lib/generated.ts';

const page = 'docs/deployment-lifecycle.md';

const arrows = transitions.flatMap((row) =>
  row.from.map((from) => `    ${from} --> ${row.to}: ${row.event}`),
);
const diagram = [
  '```mermaid',
  'stateDiagram-v2',
  '    [*] --> Queued: accept',
  ...arrows,
  '    Completed --> [*]',
  '    Cancelled --> [*]',
  '```',
].join('\n');

const rows = transitions.map(
  (row) =>
    `| \`${row.event}\` | ${row.from.join(', ')} | ${row.to} | \`${row.reason}\` | ${row.message} |`,
);
const table = [
  '| event | from | to | reason code | meaning |',
  '| --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');

writeGenerated(new Map([[page, replaceSection(page, 'states', `${diagram}\n\n${table}`)]]));
