/** One line per measurement: what the server did, what the bare thing did, their ratio, and the goal. */
import { cpus, loadavg } from 'node:os';

export interface Row {
  readonly what: string;
  readonly measured: string;
  /** What it is held against, with its number. */
  readonly against: string;
  readonly ratio: string;
  readonly goal: string;
  /** Null where there is no goal. */
  readonly met: boolean | null;
}

const columns = ['what', 'measured', 'against', 'ratio', 'goal'] as const;
const titles: Record<(typeof columns)[number], string> = {
  what: 'What',
  measured: 'Measured',
  against: 'Against',
  ratio: 'Ratio',
  goal: 'Goal',
};

export function formatMs(ms: number): string {
  return ms >= 100
    ? `${ms.toFixed(0)} ms`
    : ms >= 1
      ? `${ms.toFixed(1)} ms`
      : `${ms.toFixed(3)} ms`;
}

export function formatRate(perSecond: number, unit: string): string {
  return `${perSecond >= 100 ? perSecond.toFixed(0) : perSecond.toFixed(1)} ${unit}/s`;
}

export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

export function formatFactor(factor: number): string {
  return `${factor.toFixed(2)} ×`;
}

/** The machine and how busy it was: without it no absolute number means anything. */
export function describeMachine(loadBefore: number): string {
  const [first] = cpus();
  const load = `load ${loadBefore.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after`;
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown processor'}, Node ${process.version}, ${load}`;
}

/** Columns of equal width for the terminal. */
export function toText(rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map((column) => cellOf(row, column)));
  const lines = [columns.map((column) => titles[column]), ...cells];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same as a Markdown table. */
export function toMarkdown(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map((column) => titles[column])),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((column) => cellOf(row, column)))),
  ].join('\n');
}

function cellOf(row: Row, column: (typeof columns)[number]): string {
  if (column !== 'goal' || row.met === null) return row[column];
  return `${row.goal}: ${row.met ? 'met' : 'missed'}`;
}
