import { validateAnswer, type ValidateAnswer } from '@biatec-tokens/core';
import { authedProcedure } from '../../trpc/init.ts';
import { checkDraft, tokenDraft } from './draft.ts';

/** Checks a draft against every rule of its standard and shows the parameters it would be stored with; stores nothing. */
export const validate = authedProcedure
  .meta({ summary: 'Check a token request without issuing it' })
  .input(tokenDraft)
  .output(validateAnswer)
  .mutation(({ ctx, input }): ValidateAnswer => {
    const { networkId, tokenType, parameters } = checkDraft(input, ctx.principal);
    return { success: true, valid: true, network: networkId, tokenType, parameters };
  });
