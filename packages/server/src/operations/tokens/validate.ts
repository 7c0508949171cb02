import { validateAnswer, type ValidateAnswer } from '@biatec-tokens/core';
import { planIssuance } from '../../services/planIssuance.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { checkDraft, tokenDraft } from './draft.ts';

/**
 * Checks a draft against every rule of its standard and shows what would be stored, sent and paid; stores nothing.
 *
 * A network that cannot be asked leaves the plan out, not the check.
 */
export const validate = authedProcedure
  .meta({
    summary: 'Check a token request without issuing it, and see what issuing would send and cost',
  })
  .input(tokenDraft)
  .output(validateAnswer)
  .mutation(async ({ ctx, input }): Promise<ValidateAnswer> => {
    const draft = checkDraft(input, ctx.principal);
    const { networkId: network, tokenType, parameters } = draft;
    const organizationId = ctx.principal.organization.id;
    const outcome = await planIssuance(ctx.deps, { ...draft, organizationId });
    return { success: true, valid: true, network, tokenType, parameters, ...outcome };
  });
