import type { ErrorCode, TokenRequests, TokenType } from '@biatec-tokens/core';

/** A body that breaks one rule of a standard, and the one problem that comes back. */
export interface Violation {
  readonly tokenType: TokenType;
  readonly name: string;
  readonly body: unknown;
  readonly path: string;
  readonly code: ErrorCode;
}

// Core keeps them beside its rules but does not export them: they are for tests only.
const file = new URL('../../../core/src/token/violations.ts', import.meta.url);

export const { validRequests, violations } = (await import(file.href)) as {
  readonly validRequests: TokenRequests;
  readonly violations: readonly Violation[];
};

/** An asa-ft for the local network. */
export const bond = {
  network: 'algorand-localnet',
  name: 'Harbour Bond',
  unitName: 'HRB',
  totalSupply: '1000000',
  decimals: 2,
} as const;

const local = { network: 'algorand-localnet', symbol: 'SLV', decimals: 2 } as const;

/** One application of each standard for the local network; they take two steps, the last three. */
export const applicationExamples = {
  'arc200-preminted': { ...local, name: 'Silver', totalSupply: '1000000' },
  'arc200-mintable': { ...local, name: 'Copper', initialSupply: '1000', cap: '2000' },
  arc1400: {
    ...local,
    name: 'Harbour Bond',
    initialSupply: '1000',
    partition: 'class A',
    documents: [{ name: 'prospectus', uri: 'https://example.org/p.pdf', sha256: 'ab'.repeat(32) }],
  },
} as const;
