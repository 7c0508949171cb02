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
