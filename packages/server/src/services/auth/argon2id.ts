/**
 * Password hashes by argon2id, in PHC form.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9106
 * @see https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md
 */
import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2';

export interface Argon2idCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** The least cost allowed, 19 MiB and 2 passes: OWASP's first recommendation. */
export const argon2idCostMin: Argon2idCost = { memoryKib: 19_456, passes: 2, lanes: 1 };

const hashBytes = 32;
const phcForm = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/-]+)\$([\w+/-]+)$/;

/** Where the work is done. */
export interface Argon2id {
  hash(password: string, cost: Argon2idCost): Promise<string>;
  verify(password: string, phc: string): Promise<boolean>;
}

/** In the thread pool of the process. */
export const argon2idInPool: Argon2id = {
  hash: (password, cost) => argon2Hash(password, optionsOf(cost)),
  verify: (password, phc) => argon2Verify(phc, password),
};

/** As the library wants it. Argon2id is its default algorithm; findCost() would not know another. */
export function optionsOf(cost: Argon2idCost) {
  return {
    memoryCost: cost.memoryKib,
    timeCost: cost.passes,
    parallelism: cost.lanes,
    outputLen: hashBytes,
  };
}

/** The cost of an argon2id hash, or undefined when the text is none. */
export function findCost(phc: string): Argon2idCost | undefined {
  const [, memoryKib, passes, lanes] = phcForm.exec(phc) ?? [];
  if (memoryKib === undefined) return undefined;
  return { memoryKib: Number(memoryKib), passes: Number(passes), lanes: Number(lanes) };
}

export function isWeaker(cost: Argon2idCost, than: Argon2idCost): boolean {
  // Fewer lanes are no weakness: memory and passes are what an attacker pays for.
  return cost.memoryKib < than.memoryKib || cost.passes < than.passes;
}

/** A hash that no password has, as far as anybody knows. */
export function dummyHash({ memoryKib, passes, lanes }: Argon2idCost): string {
  const salt = Buffer.alloc(16).toString('base64').replaceAll('=', '');
  const bytes = Buffer.alloc(hashBytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${salt}$${bytes}`;
}
