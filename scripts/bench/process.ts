/** What the system knows of a process; undefined where there is no /proc to ask. */
import { readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** Processor time used so far, in ms. */
export function readCpuMs(pid: number): number | undefined {
  const text = read(pid, 'stat');
  if (text === undefined) return undefined;
  // The name, in brackets, may hold spaces; user and system time are fields 14 and 15 of the line.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond;
}

/** Resident memory in MB (10^6 bytes), now and at its highest. */
export function readMemoryMb(pid: number): { now: number; highest: number } | undefined {
  const text = read(pid, 'status');
  if (text === undefined) return undefined;
  const megabytes = (name: string) =>
    (Number(new RegExp(String.raw`^${name}:\s+(\d+) kB`, 'm').exec(text)?.[1]) * 1_024) / 1e6;
  return { now: megabytes('VmRSS'), highest: megabytes('VmHWM') };
}

function read(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
