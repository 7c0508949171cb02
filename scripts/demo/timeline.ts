import type { Deployment, DeploymentState, HistoryEntry } from '@biatec-tokens/sdk';
import { formatMs, shorten, type Terminal } from '../lib/terminal.ts';

/** What became of several deployments so far, drawn as it happens. */
export interface Timeline {
  /** Adds a state that a deployment has reached. */
  add(name: string, entry: HistoryEntry): void;
  /** Adds what is on chain now. */
  finish(name: string, deployment: Deployment): void;
  /** Says a sentence in between, such as what happened to the server. */
  say(sentence: string): void;
  end(): void;
}

interface Row {
  readonly name: string;
  readonly entries: HistoryEntry[];
  deployment?: Deployment;
}

const states = ['Queued', 'Submitted', 'Pending', 'Confirmed', 'Indexed', 'Completed'] as const;
const nameWidth = 18;
const statusWidth = 9;
const tickMs = 100;
/** From here on, the table and what is on chain stand side by side. */
const oneLineWidth = 160;
const tableWidth = nameWidth + states.join('').length + 2 * states.length;

/**
 * Follows deployments: a table that is drawn again in place on a terminal, a line per change anywhere else.
 *
 * Times are the server's, in ms since the deployment was accepted.
 */
export function createTimeline(terminal: Terminal, names: readonly string[]): Timeline {
  const rows = new Map<string, Row>(names.map((name) => [name, { name, entries: [] }]));
  const sentences: string[] = [];
  const draw = (): void => {
    if (terminal.isLive) terminal.draw([...drawTable(terminal, [...rows.values()]), ...sentences]);
  };
  const ticking = terminal.isLive ? setInterval(draw, tickMs) : undefined;
  draw();

  return {
    add(name, entry) {
      const row = rows.get(name);
      row?.entries.push(entry);
      if (row !== undefined && !terminal.isLive) terminal.line(describeEntry(terminal, row, entry));
      draw();
    },
    finish(name, deployment) {
      const row = rows.get(name);
      if (row !== undefined) row.deployment = deployment;
      if (row !== undefined && !terminal.isLive) {
        terminal.line(`${' '.repeat(12)}${name.padEnd(nameWidth)}${describeToken(deployment)}`);
      }
      draw();
    },
    say(sentence) {
      if (terminal.isLive) sentences.push(`  ${sentence}`);
      else terminal.line(`  ${sentence}`);
      draw();
    },
    end() {
      clearInterval(ticking);
      draw();
      terminal.settle();
    },
  };
}

function drawTable(terminal: Terminal, rows: readonly Row[]): string[] {
  const { style, width } = terminal;
  const head = states.map((state) => `  ${state}`).join('');
  const lines = [style('dim', `  ${'ms'.padEnd(nameWidth - 2)}${head}`)];
  for (const row of rows) {
    const cells = `  ${style('bold', row.name.padEnd(nameWidth - 2))}${drawCells(terminal, row)}`;
    if (width >= oneLineWidth) {
      lines.push(`${cells}   ${style('dim', describeFacts(row, width - tableWidth - 3))}`);
    } else {
      lines.push(cells, style('dim', `    ${describeFacts(row, width - 4)}`));
    }
  }
  return lines;
}

function drawCells({ style }: Terminal, { entries }: Row): string {
  const [first] = entries;
  let isNext = true;
  return states
    .map((state) => {
      const width = state.length + 2;
      const entry = entries.findLast(({ status }) => status === state);
      if (first !== undefined && entry !== undefined) {
        return style(colourOf(state), String(msBetween(first, entry)).padStart(width));
      }
      if (!isNext || first === undefined) return style('dim', '·'.padStart(width));
      isNext = false;
      const runningMs = Math.max(0, Date.now() - Date.parse(first.timestamp));
      return style('dim', `${runningMs}…`.padStart(width));
    })
    .join('');
}

function describeEntry({ style, width }: Terminal, row: Row, entry: HistoryEntry): string {
  const [first = entry] = row.entries;
  const ms = formatMs(msBetween(first, entry)).padStart(10);
  const { status, transactionId, block } = entry;
  const previous = row.entries.at(-2);
  // Said once, where it is first known.
  const isNews = transactionId !== null && transactionId !== previous?.transactionId;
  const start = `${ms}  ${row.name.padEnd(nameWidth)}`;
  const room = width - start.length - statusWidth - 5;
  const blockOf = block === null ? '' : `block ${block.number}`;
  const fact = isNews ? `tx ${shorten(transactionId, room)}` : blockOf;
  const state = style(colourOf(status), status.padEnd(statusWidth));
  return `${start}${state}  ${style('dim', fact)}`.trimEnd();
}

/** The token in full, and as much of its transaction as there is room for. */
function describeFacts({ entries, deployment }: Row, width: number): string {
  const token = deployment === undefined ? '' : `${describeToken(deployment)}  `;
  const transactionId = entries.findLast((entry) => entry.transactionId !== null)?.transactionId;
  if (transactionId === undefined || transactionId === null) return token.trimEnd();
  return `${token}tx ${shorten(transactionId, width - token.length - 3)}`;
}

/** Where a token is on chain, in words. */
export function describeToken({ assetId, contractAddress }: Deployment): string {
  if (assetId === null) return `contract ${contractAddress}`;
  // On Algorand only an application has an address of its own.
  return contractAddress === null ? `asset ${assetId}` : `application ${assetId}`;
}

function colourOf(state: DeploymentState): 'green' | 'red' | 'yellow' {
  if (state === 'Completed') return 'green';
  return state === 'Failed' || state === 'Cancelled' ? 'red' : 'yellow';
}

function msBetween(first: HistoryEntry, entry: HistoryEntry): number {
  return Date.parse(entry.timestamp) - Date.parse(first.timestamp);
}
