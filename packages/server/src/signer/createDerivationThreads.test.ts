import { pbkdf2Sync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createDerivationThreads } from './createDerivationThreads.ts';

const salt = Buffer.from('ARC-0076-0-PBKDF2-999999');
const password = Buffer.from('public test password');
/** The lowest priority of Linux. */
const niceMax = 19;

function expected(iterations: number): Uint8Array {
  return new Uint8Array(pbkdf2Sync(password, salt, iterations, 32, 'sha256'));
}

test('many derivations on few threads each give what node:crypto gives, and leave the input whole', async () => {
  const derivations = createDerivationThreads({ threads: 2 });
  const counts = [1, 2, 3, 1_000, 20_000, 7];

  const keys = await Promise.all(
    counts.map((iterations) => derivations.pbkdf2(password, salt, iterations, 32)),
  );

  expect(keys).toEqual(counts.map(expected));
  expect(password.toString()).toBe('public test password');
  await derivations.close();
});

test('the threads have low priority, and nobody else has', async ({ skip }) => {
  skip(process.platform !== 'linux', 'only Linux knows the priority of one thread');
  const own = niceOf('/proc/thread-self/stat') ?? niceMax;
  skip(own === niceMax, 'these tests have the lowest priority themselves, so none is lower');
  const before = readPriorities();
  const derivations = createDerivationThreads({ threads: 1 });
  await derivations.pbkdf2(password, salt, 1, 32);

  const after = readPriorities();

  // Node may have started threads of its own meanwhile, with the priority of the rest.
  const lowered = [...after].filter(([id, niceness]) => !before.has(id) && niceness > own);
  expect(lowered.map(([, niceness]) => niceness)).toEqual([Math.min(niceMax, own + 13)]);
  for (const [id, niceness] of before) expect(after.get(id) ?? niceness).toBe(niceness);
  await derivations.close();
});

test('a derivation that cannot be done fails alone', async () => {
  const derivations = createDerivationThreads({ threads: 1 });

  await expect(derivations.pbkdf2(password, salt, 0, 32)).rejects.toThrow('iterations');

  expect(await derivations.pbkdf2(password, salt, 5, 32)).toEqual(expected(5));
  await derivations.close();
});

test('closing ends what is being derived, and says so to who waits', async () => {
  const derivations = createDerivationThreads({ threads: 1 });
  const both = [1_000_000, 1].map((iterations) =>
    derivations.pbkdf2(password, salt, iterations, 32),
  );
  const settled = Promise.allSettled(both);
  await new Promise((resolve) => setImmediate(resolve));

  await derivations.close();

  expect(await settled).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
});

/** Of every thread of this process, by its id. */
function readPriorities(): Map<string, number> {
  const found = new Map<string, number>();
  for (const id of readdirSync('/proc/self/task')) {
    const niceness = niceOf(`/proc/self/task/${id}/stat`);
    if (niceness !== undefined) found.set(id, niceness);
  }
  return found;
}

/** Field 19; the name, in brackets, may hold spaces. Undefined for a thread that ended meanwhile. */
function niceOf(file: string): number | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[16]);
  } catch {
    return undefined;
  }
}
