/** Scripted faults: what a client must survive, on demand. */
import type { JsonValue } from './wire/json.ts';

/** What each kind does; the README and GET /devnet show this table. */
export const faultKinds = {
  refuse: 'Cuts the connection before the request is looked at.',
  'drop-answer': 'Handles the request, then cuts the connection without an answer.',
  delay: 'Waits `ms` (default 1000) before it handles the request.',
  status:
    'Answers `status` (default 500) instead of handling the request; with `handled`, after it.',
  garbage:
    'Handles the request, then answers 200 with bytes that are neither JSON nor MessagePack.',
  'stale-round': 'Says a last round that lies `rounds` (default 10) behind.',
  'wrong-genesis': 'Says the id and hash of another genesis.',
} as const;

export type FaultKind = keyof typeof faultKinds;

export type Fault = {
  readonly kind: FaultKind;
  /** Requests it is for, by the beginning of their path. @default '/v2/' */
  readonly path?: string;
  /** Only requests with this method. @default any */
  readonly method?: string;
  /** How many requests it is for. @default until it is removed */
  readonly times?: number;
  readonly ms?: number;
  readonly status?: number;
  readonly handled?: boolean;
  readonly rounds?: number;
};

export type Faults = {
  add(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  /** The faults for one request; each is used up by one. */
  take(request: { readonly method: string; readonly path: string }): readonly Fault[];
};

export function createFaults(): Faults {
  let active: Fault[] = [];
  const applies = (fault: Fault, method: string, path: string): boolean =>
    path.startsWith(fault.path ?? '/v2/') &&
    (fault.method === undefined || fault.method.toUpperCase() === method);

  return {
    add: (fault) => void active.push(parseFault(fault)),
    clear: () => void (active = []),
    list: () => active,
    take({ method, path }) {
      const taken = active.filter((fault) => applies(fault, method, path));
      active = active.flatMap((fault) => {
        if (!taken.includes(fault) || fault.times === undefined) return [fault];
        return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
      });
      return taken;
    },
  };
}

/** Throws a RangeError that names what is wrong; unknown fields are refused, so a typo is not a fault that never comes. */
export function parseFault(value: unknown): Fault {
  if (typeof value !== 'object' || value === null) throw new RangeError('a fault is an object');
  const fields: Record<keyof Fault, string> = {
    kind: 'string',
    path: 'string',
    method: 'string',
    times: 'number',
    ms: 'number',
    status: 'number',
    handled: 'boolean',
    rounds: 'number',
  };
  for (const [name, field] of Object.entries(value)) {
    const expected = Object.hasOwn(fields, name) ? fields[name as keyof Fault] : undefined;
    if (expected === undefined) throw new RangeError(`a fault has no field "${name}"`);
    if (field !== undefined && typeof field !== expected) {
      throw new RangeError(`a fault's "${name}" is a ${expected}`);
    }
  }
  const fault = value as Fault;
  if (!Object.hasOwn(faultKinds, fault.kind)) {
    throw new RangeError(`a fault's kind is one of ${Object.keys(faultKinds).join(', ')}`);
  }
  return fault;
}

/** Falsifies an answer as the faults say. */
export function falsify(faults: readonly Fault[], answer: JsonValue): JsonValue {
  if (answer === null || typeof answer !== 'object' || Array.isArray(answer)) return answer;
  let falsified = answer as { readonly [key: string]: JsonValue | undefined };
  for (const fault of faults) {
    for (const [key, value] of Object.entries(falsified)) {
      const change = falsifications[fault.kind]?.[key];
      if (change && value !== undefined) falsified = { ...falsified, [key]: change(value, fault) };
    }
  }
  return falsified;
}

type Falsification = (value: JsonValue, fault: Fault) => JsonValue;

const behind: Falsification = (round, { rounds = 10 }) => {
  const stale = (round as bigint) - BigInt(rounds);
  return stale > 0n ? stale : 0n;
};
const otherHash: Falsification = () => Buffer.alloc(32, 0xde).toString('base64');
const otherId: Falsification = () => 'another-chain-v1';

const falsifications: Partial<Record<FaultKind, { readonly [key: string]: Falsification }>> = {
  'stale-round': { 'last-round': behind },
  'wrong-genesis': {
    'genesis-hash': otherHash,
    'genesis-id': otherId,
    genesis_hash_b64: otherHash,
    genesis_id: otherId,
  },
};
