import { listExamples } from '../example.ts';
import { arithmeticExamples } from './arithmetic.ts';
import { bitsExamples } from './bits.ts';
import { boxesExamples } from './boxes.ts';
import { byteMathExamples } from './byteMath.ts';
import { bytesExamples } from './bytes.ts';
import { chainExamples } from './chain.ts';
import { comparisonExamples } from './comparison.ts';
import { constantsExamples } from './constants.ts';
import { flowExamples, subroutinesExamples } from './flow.ts';
import { hashesExamples } from './hashes.ts';
import { ledgerExamples } from './ledger.ts';
import { logExamples } from './log.ts';
import { misuseExamples } from './misuse.ts';
import { scratchExamples } from './scratch.ts';
import { stackExamples } from './stack.ts';
import { stateExamples } from './state.ts';
import { transactionsExamples } from './transactions.ts';

/** Every opcode has its own; `examples.test.ts` sees to that. */
export const allExamples = [
  ...misuseExamples,
  ...listExamples({
    ...arithmeticExamples,
    ...bitsExamples,
    ...boxesExamples,
    ...byteMathExamples,
    ...bytesExamples,
    ...chainExamples,
    ...comparisonExamples,
    ...constantsExamples,
    ...flowExamples,
    ...hashesExamples,
    ...ledgerExamples,
    ...logExamples,
    ...scratchExamples,
    ...stackExamples,
    ...stateExamples,
    ...subroutinesExamples,
    ...transactionsExamples,
  }),
];
