import { validateAnswer, type ValidateAnswer } from '@biatec-tokens/core';
import { getIssuers } from '../../services/getIssuers.ts';
import { planIssuance } from '../../services/planIssuance.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { completeDraft } from './completeDraft.ts';
import { checkDraft, tokenDraft } from './draft.ts';

/**
 * Checks a draft against every rule of its standard and shows what would be stored, sent and paid; stores nothing.
 *
 * A network that cannot be asked leaves the plan out, not the check.
 */
export const validate = authedProcedure
  .meta({
    summary: 'Check a token request without issuing it, and see what issuing would send and cost',
    permission: 'tokens.draft',
  })
  .input(tokenDraft)
  .output(validateAnswer)
  .mutation(async ({ ctx, input }): Promise<ValidateAnswer> => {
    const organizationId = ctx.principal.organization.id;
    const issuers = await getIssuers(ctx.deps.store, organizationId);
    const checked = checkDraft(input, issuers);
    const { draft } = await completeDraft(ctx.deps, checked, organizationId);
    const { networkId: network, tokenType, parameters } = draft;
    const outcome = await planIssuance(ctx.deps, { ...draft, organizationId }, issuers);
    return { success: true, valid: true, network, tokenType, parameters, ...outcome };
  });
