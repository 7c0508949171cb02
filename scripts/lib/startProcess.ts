import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PlainError } from './ensure.ts';

/** A part of the product, in a process of its own. */
export interface RunningProcess extends AsyncDisposable {
  /** What it is called in sentences: `server`. */
  readonly name: string;
  readonly pid: number;
  /** The line of JSON that said it was ready. */
  readonly ready: Line;
  /** Settles when the process is gone, and says how it went: `by SIGKILL`, `with exit code 1`. Never rejects. */
  readonly ended: Promise<string>;
  /** The last lines it wrote, for when something went wrong. */
  readonly lastLines: readonly string[];
  /** Writes a line of JSON to it. */
  write(line: object): void;
  /** Ends it, at once with SIGKILL; settles when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** One line of JSON that a process wrote. */
export type Line = Readonly<Record<string, unknown>>;

export interface StartProcessOptions {
  readonly name: string;
  /** Program, from the root of the repository. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Options of Node itself. */
  readonly nodeArgs?: readonly string[];
  /** @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  readonly isReady: (line: Line) => boolean;
  /** Called with each line of JSON, also before it is ready. */
  readonly onLine?: (line: Line) => void;
  /** Called when it is gone without having been told to end. */
  readonly onDeath?: (sentence: string) => void;
}

const root = join(import.meta.dirname, '../..');
const readyMsMax = 60_000;
const endMsMax = 10_000;
const linesKept = 12;

/** Starts a program of this repository from its sources; settles when it is ready. */
export async function startProcess(options: StartProcessOptions): Promise<RunningProcess> {
  const { name, file, args = [], nodeArgs = [], env = process.env } = options;
  const { isReady, onLine, onDeath } = options;
  const child = spawn(process.execPath, ['--conditions=source', ...nodeArgs, file, ...args], {
    cwd: root,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // However this process exits, nothing it started is left behind.
  const endWithUs = (): void => void child.kill('SIGTERM');
  process.once('exit', endWithUs);
  // Writing to a process that has just died is its death, and is told as that.
  child.stdin.on('error', () => undefined);
  const lastLines: string[] = [];
  const ready = Promise.withResolvers<Line>();
  let isEnding = false;

  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (text) => {
      lastLines.push(text);
      if (lastLines.length > linesKept) lastLines.shift();
      const line = parseLine(text);
      if (line === undefined) return;
      onLine?.(line);
      if (isReady(line)) ready.resolve(line);
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    process.off('exit', endWithUs);
    const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
    const sentence = `The ${name} ended ${how}, though nobody asked it to${quote(lastLines)}`;
    ready.reject(new PlainError(sentence));
    if (!isEnding) onDeath?.(sentence);
    return how;
  });

  async function end(signal: NodeJS.Signals): Promise<void> {
    isEnding = true;
    child.kill(signal);
    const tooLate = setTimeout(() => child.kill('SIGKILL'), endMsMax);
    await ended;
    clearTimeout(tooLate);
  }

  const tooLate = setTimeout(() => {
    ready.reject(
      new PlainError(`The ${name} was not ready within ${readyMsMax / 1_000} s${quote(lastLines)}`),
    );
  }, readyMsMax);
  try {
    return {
      name,
      pid: child.pid ?? 0,
      ready: await ready.promise,
      ended,
      lastLines,
      write: (line) => void child.stdin.write(`${JSON.stringify(line)}\n`),
      end,
      [Symbol.asyncDispose]: () => end('SIGTERM'),
    };
  } catch (error) {
    await end('SIGKILL');
    throw error;
  } finally {
    clearTimeout(tooLate);
  }
}

function parseLine(text: string): Line | undefined {
  try {
    return text.startsWith('{') ? (JSON.parse(text) as Line) : undefined;
  } catch {
    return undefined;
  }
}

function quote(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `; its last words:\n    ${lines.join('\n    ')}`;
}
