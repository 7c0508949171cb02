import { acceptedAnswer, getNetwork, type AcceptedAnswer } from '@biatec-tokens/core';
import type { Deps } from '../../deps.ts';
import type { Deployment } from '../../ports/store/deployments.ts';
import type { IdempotencyClaim } from '../../ports/store/idempotency.ts';
import { actorOf } from '../../services/auth/actorOf.ts';
import { requireConfirmedAddressFor } from '../../services/auth/confirmedAddress.ts';
import { getIssuers, type Issuers } from '../../services/getIssuers.ts';
import { requireIssuable } from '../../services/requireIssuable.ts';
import type { RequestContext, RequestPrincipal } from '../../trpc/context.ts';
import { idempotencyMismatch, markReplayed, readIdempotencyClaim } from '../../trpc/idempotency.ts';
import { authedProcedure } from '../../trpc/init.ts';
import { completeDraft, type CompleteDraft } from './completeDraft.ts';
import { checkDraft, tokenDraft, type CheckedDraft } from './draft.ts';

/**
 * Accepts an issuance: checks it against every rule, stores it and answers. No chain is asked.
 *
 * The deployment and the answer to its Idempotency-Key are stored in one transaction, so a repetition finds the first
 * answer even when the server died before giving it.
 */
export const issue = authedProcedure
  .meta({ summary: 'Issue a token', permission: 'tokens.issue', idempotent: 'itself' })
  .input(tokenDraft)
  .output(acceptedAnswer)
  .mutation(async ({ ctx, input }): Promise<AcceptedAnswer> => {
    const { deps } = ctx;
    const claim = readIdempotencyClaim(ctx, 'tokens.issue', input);
    const organizationId = ctx.principal.organization.id;
    let complete: CompleteDraft;
    let issuers: Issuers;
    try {
      issuers = await getIssuers(deps.store, organizationId);
      const checked = checkDraft(input, issuers);
      await requireIssuable(deps, checked);
      requireConfirmedAddressFor(checked.networkId, deps, ctx.principal.user);
      complete = await completeDraft(deps, checked, organizationId);
    } catch (refusal) {
      // What is refused now may have been accepted under this key before the network was switched off.
      const first = claim === null ? undefined : await findFirstAnswer(deps, claim);
      if (first === undefined) throw refusal;
      markReplayed(ctx);
      return parseAnswer(first);
    }

    const { draft, contents } = complete;
    const issuance = { ...draft, organizationId };
    const plannedId = deps.plannedIds.take(issuance);
    const deployment = newDeployment(ctx, { draft, issuers, plannedId });
    const answer = toAcceptedAnswer(deployment);
    const acceptance = await deps.store.acceptDeployment({
      deployment,
      idempotency: claim,
      contents,
      answer: Buffer.from(JSON.stringify(answer)),
      eventId: deps.ids.next('event'),
      audit: {
        id: deps.ids.next('audit'),
        at: deployment.createdAt,
        actor: deployment.createdBy,
        organizationId: deployment.organizationId,
        correlationId: ctx.correlationId,
        ip: ctx.ip,
        userAgent: ctx.userAgent,
        action: 'deployment.accept',
        target: deployment.id,
        outcome: 'success',
        errorCode: null,
        details: { network: deployment.networkId, tokenType: deployment.tokenType },
      },
    });
    // Nothing was made under it.
    if (acceptance.kind !== 'accepted' && plannedId !== undefined)
      deps.plannedIds.giveBack(issuance, plannedId);
    switch (acceptance.kind) {
      case 'mismatch':
        throw idempotencyMismatch();
      case 'replay':
        markReplayed(ctx);
        return parseAnswer(acceptance.answer);
      case 'accepted':
        deps.probe('accepted', deployment.id);
        deps.wake.deployments();
        deps.wake.deliveries();
        return answer;
    }
  });

function newDeployment(
  ctx: RequestContext & { readonly principal: RequestPrincipal },
  {
    draft,
    issuers,
    plannedId,
  }: {
    readonly draft: CheckedDraft;
    readonly issuers: Issuers;
    readonly plannedId: string | undefined;
  },
): Deployment {
  const { deps, principal } = ctx;
  const issuer = issuers[getNetwork(draft.networkId).family];
  const now = deps.clock.now();
  return {
    id: plannedId ?? deps.ids.next('deployment'),
    organizationId: principal.organization.id,
    ...draft,
    issuerAccountId: issuer.id,
    issuer: issuer.address,
    state: 'Queued',
    version: 1,
    sequence: 1,
    transactionId: null,
    block: null,
    assetId: null,
    contractAddress: null,
    readBack: null,
    error: null,
    waiting: null,
    correlationId: ctx.correlationId,
    createdBy: actorOf(principal),
    createdAt: now,
    updatedAt: now,
    dueAt: now,
  };
}

function toAcceptedAnswer(deployment: Deployment): AcceptedAnswer {
  return {
    success: true,
    deploymentId: deployment.id,
    status: deployment.state,
    network: deployment.networkId,
    tokenType: deployment.tokenType,
    reference: deployment.reference,
    statusUrl: `/api/v1/deployment-status/${deployment.id}`,
    correlationId: deployment.correlationId,
    createdAt: deployment.createdAt.toISOString(),
  };
}

async function findFirstAnswer(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  claim: IdempotencyClaim,
): Promise<Uint8Array | undefined> {
  const now = clock.now();
  const outcome = await store.claimIdempotencyKey(claim, { now, until: now });
  switch (outcome.kind) {
    case 'replay':
      return outcome.answer;
    case 'mismatch':
      throw idempotencyMismatch();
    case 'claimed':
      await store.releaseIdempotencyKey(claim);
      return undefined;
    case 'in-progress':
      return undefined;
  }
}

function parseAnswer(answer: Uint8Array): AcceptedAnswer {
  return acceptedAnswer.parse(JSON.parse(Buffer.from(answer).toString('utf8')));
}
