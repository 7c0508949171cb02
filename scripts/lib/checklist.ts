import { formatMs, type Terminal } from './terminal.ts';

/** Parts that are starting, each with where it is once it runs. */
export interface Checklist {
  done(name: string, where: string, remark: string): void;
  end(): void;
}

const nameWidth = 19;
const whereWidth = 24;
const tickMs = 100;

/** Drawn again in place on a terminal; anywhere else, a line as each part comes up. */
export function createChecklist(terminal: Terminal, names: readonly string[]): Checklist {
  const { style } = terminal;
  const startedAt = performance.now();
  const lines = new Map<string, string>();
  const draw = (): void => {
    if (!terminal.isLive) return;
    const waiting = style('dim', `starting… ${formatMs(performance.now() - startedAt)}`);
    terminal.draw(names.map((name) => lines.get(name) ?? `  ${name.padEnd(nameWidth)}${waiting}`));
  };
  const ticking = terminal.isLive ? setInterval(draw, tickMs) : undefined;
  draw();

  return {
    done(name, where, remark) {
      const line = `  ${name.padEnd(nameWidth)}${where.padEnd(whereWidth)}${style('dim', remark)}`;
      lines.set(name, line);
      if (!terminal.isLive) terminal.line(line);
      draw();
    },
    end() {
      clearInterval(ticking);
      terminal.settle();
    },
  };
}
