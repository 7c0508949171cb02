/** Writes to people: chapters, aligned columns, and lines that are drawn again in place where the output is a terminal. */
import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** Columns of a line. */
  readonly width: number;
  /** Whether lines can be drawn again in place; otherwise they are only ever added. */
  readonly isLive: boolean;
  style(style: Style, text: string): string;
  chapter(title: string): void;
  line(text?: string): void;
  /** Draws lines in place of those drawn last. Nothing else may write in between, until `settle`. */
  draw(lines: readonly string[]): void;
  /** Leaves what was drawn last where it is. */
  settle(): void;
  /** Writes nothing from now on. */
  mute(): void;
}

const liveWidthMin = 60;
const widthWithoutTerminal = 80;

export function createTerminal(stream: NodeJS.WriteStream): Terminal {
  const isLive = stream.isTTY && stream.columns >= liveWidthMin && process.env['TERM'] !== 'dumb';
  const style: Terminal['style'] = (style, text) => styleText(style, text, { stream });
  let chapters = 0;
  let drawn = 0;
  let isMuted = false;

  const write = (text: string): void => {
    if (!isMuted) stream.write(text);
  };
  const line = (text = ''): void => write(`${text}\n`);
  return {
    get width() {
      return stream.columns ?? (Number(process.env['COLUMNS']) || widthWithoutTerminal);
    },
    isLive,
    style,
    line,
    chapter(title) {
      chapters += 1;
      line(`\n${style(['bold', 'cyan'], `${chapters}  ${title}`)}\n`);
    },
    draw(lines) {
      const up = drawn === 0 ? '' : `\u001B[${drawn}A`;
      // Each line is cleared only where it is written, so that nothing flickers.
      const fitting = lines.map((text) => `${cut(text, stream.columns)}\u001B[K\n`);
      write(`${up}${fitting.join('')}\u001B[J`);
      drawn = lines.length;
    },
    settle() {
      drawn = 0;
    },
    mute() {
      isMuted = true;
    },
  };
}

/** Takes the middle out of a long id: `7AGHQX…XK2Q`. */
export function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  const tail = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - tail)}…${text.slice(text.length - tail)}`;
}

/** A line that wraps would take two rows, and the next drawing would begin a row too low. */
function cut(line: string, width: number): string {
  const text = stripVTControlCharacters(line);
  return text.length <= width ? line : `${text.slice(0, width - 1)}…`;
}

/** A time as people read it: `812 ms`, `12.4 s`. */
export function formatMs(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms).toLocaleString('en')} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
