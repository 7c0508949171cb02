import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, TokenType } from '@biatec-tokens/core';
import { test } from 'vitest';
import type { SupportResults } from '../../services/support.ts';

/** Turns tests into results that the support matrix is written from. */
export interface ResultsRecorder {
  /** Declares the test of a feature. */
  proves(tokenType: TokenType, feature: Feature, title: string, body: () => Promise<void>): void;
  /** Writes what was seen into the folder of SUPPORT_RESULTS, if it is set. */
  write(node: string): void;
}

const timeoutMs = 60_000;

export function createResultsRecorder(name: string): ResultsRecorder {
  const seen: { tokenType: TokenType; feature: Feature; passed: boolean }[] = [];
  return {
    proves(tokenType, feature, title, body) {
      test(`${tokenType}: ${title}`, { timeout: timeoutMs }, async () => {
        const result = { tokenType, feature, passed: false };
        seen.push(result);
        await body();
        result.passed = true;
      });
    },
    write(node) {
      const folder = process.env['SUPPORT_RESULTS'];
      if (folder === undefined) return;
      const results: SupportResults = {};
      for (const { tokenType, feature, passed } of seen)
        ((results[tokenType] ??= {})[feature] ??= {})[node] = passed;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${name}-${process.pid}.json`), JSON.stringify(results));
    },
  };
}
