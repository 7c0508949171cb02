import { createHash } from 'node:crypto';
import { formatAmount, networks } from '@biatec-tokens/core';
import type { Refusal, SignedIssue, UnsignedIssue } from '../ports/chainAdapter.ts';
import type { SignedVariant } from '../ports/store/index.ts';
import { fail } from './fail.ts';
import { attemptsMax } from './schedule.ts';
import { stepNumberOf } from './steps.ts';
import { LeaseLost, probeStep, type EngineDeps, type Turn, type Visit } from './visit.ts';
import { waitFor } from './wait.ts';

/**
 * Plans, signs and stores the next attempt. Nothing is sent here.
 *
 * Only called when no earlier attempt can be included any more.
 */
export async function openAttempt(deps: EngineDeps, visit: Visit): Promise<Turn> {
  const { adapter, issue } = visit;
  if (await isExhausted(deps, visit))
    return fail(deps, visit, 'expire', {
      errorCode: 'BLOCKCHAIN_TRANSACTION_EXPIRED',
      errorMessage: `Cannot bring the transaction to the network: ${attemptsMax} attempts left their validity window`,
      details: null,
      retryable: true,
    });

  const planned = await adapter.plan(issue);
  if (!planned.ok) return refuse(deps, visit, planned.refusal);
  const { plan } = planned;
  probeStep(deps, visit, 'planned');

  const opening = {
    lease: visit.lease,
    step: stepNumberOf(visit),
    networkId: visit.deployment.networkId,
    sender: plan.payer.address,
  };
  if (plan.chainNonce === null) {
    const unsigned = adapter.prepare(issue, plan, null);
    const signed = await signAttempt(deps, visit, unsigned, (visit.attempt?.number ?? 0) + 1);
    const attempt = await deps.store.openAttempt({
      ...opening,
      ...(signed.firstValid === null ? {} : { firstValid: signed.firstValid }),
      ...(signed.lastValid === null ? {} : { lastValid: signed.lastValid }),
      signed: toVariant(signed, deps.clock.now()),
      now: deps.clock.now(),
    });
    if (attempt === undefined) throw new LeaseLost(visit.deployment.id);
    visit.attempt = attempt;
  } else {
    // The nonce belongs to this attempt from here on, also when the process dies before the signature.
    const attempt = await deps.store.openAttempt({
      ...opening,
      allocateNonce: { chainNonce: plan.chainNonce },
      now: deps.clock.now(),
    });
    if (attempt === undefined) throw new LeaseLost(visit.deployment.id);
    visit.attempt = attempt;
    probeStep(deps, visit, 'attempt-opened');
    await signVariant(deps, visit, adapter.prepare(issue, plan, attempt.nonce));
  }
  probeStep(deps, visit, 'stored');
  return 'again';
}

/** Whether the step had all its attempts; a retry gives it as many again. */
async function isExhausted(deps: EngineDeps, { deployment, attempt, ...progress }: Visit) {
  // Queued means that nothing was sent since the request or the last retry, so nothing is exhausted yet.
  if (deployment.state === 'Queued' || attempt === null) return false;
  const step = stepNumberOf(progress);
  if (attempt.step !== step) return false;
  const attempts = await deps.store.listAttempts(deployment.id);
  return attempts.filter((one) => one.step === step).length % attemptsMax === 0;
}

/** Signs an attempt whose nonce was allocated but whose signature was never stored. */
export async function signOpenAttempt(deps: EngineDeps, visit: Visit): Promise<Turn> {
  const planned = await visit.adapter.plan(visit.issue);
  if (!planned.ok) return refuse(deps, visit, planned.refusal);
  const { address } = planned.plan.payer;
  const { attempt } = visit;
  if (attempt !== null && address !== attempt.sender)
    return waitFor(
      deps,
      visit,
      {
        kind: 'nonce',
        message: `nonce ${attempt.nonce} of ${attempt.sender} is taken for this deployment, but ${address} pays now`,
        details: { sender: attempt.sender, payer: address },
      },
      'outage',
    );
  await signVariant(
    deps,
    visit,
    visit.adapter.prepare(visit.issue, planned.plan, attempt?.nonce ?? null),
  );
  return 'again';
}

/** Signs for the open attempt and stores the bytes durably; only then may they be sent. */
export async function signVariant(
  deps: EngineDeps,
  visit: Visit,
  unsigned: UnsignedIssue,
): Promise<void> {
  const attemptNumber = visit.attempt?.number ?? 0;
  const signed = await signAttempt(deps, visit, unsigned, attemptNumber);
  const attempt = await deps.store.addSignedVariant({
    lease: visit.lease,
    attemptNumber,
    signed: toVariant(signed, deps.clock.now()),
  });
  if (attempt === undefined) throw new LeaseLost(visit.deployment.id);
  visit.attempt = attempt;
}

/** Writes down what is to be signed, and has it signed: the signer takes nothing else. */
async function signAttempt(
  deps: EngineDeps,
  visit: Visit,
  unsigned: UnsignedIssue,
  attemptNumber: number,
): Promise<SignedIssue> {
  const requested = await deps.store.requestSignatures({
    lease: visit.lease,
    attemptNumber,
    messages: unsigned.signings.map(({ account, message }) => ({
      accountId: account.id,
      messageHash: createHash('sha256').update(message).digest('hex'),
    })),
    now: deps.clock.now(),
  });
  if (!requested) throw new LeaseLost(visit.deployment.id);
  probeStep(deps, visit, 'requested');
  const signed = await visit.adapter.sign(unsigned, attemptNumber);
  probeStep(deps, visit, 'signed');
  return signed;
}

function toVariant(signed: SignedIssue, signedAt: Date): SignedVariant {
  return {
    transactionId: signed.transactionId,
    bytes: signed.bytes,
    signedAt,
    details: signed.details,
  };
}

/** A sponsor can be topped up, so the deployment waits; an issuer short of funds is told at once. */
async function refuse(deps: EngineDeps, visit: Visit, refusal: Refusal): Promise<Turn> {
  if (refusal.kind === 'reverts')
    return failBeforeSending(deps, visit, {
      errorCode: 'BLOCKCHAIN_TRANSACTION_FAILED',
      errorMessage: `Cannot issue the token: the network would undo it: ${refusal.reason}`,
      details: { reason: refusal.reason },
      retryable: true,
    });
  const { symbol, decimals } = networks[visit.deployment.networkId].native;
  const amounts = {
    address: refusal.address,
    needed: formatAmount(refusal.neededBaseUnits, decimals),
    present: formatAmount(refusal.presentBaseUnits, decimals),
    missing: formatAmount(refusal.neededBaseUnits - refusal.presentBaseUnits, decimals),
    symbol,
  };
  if (refusal.payer === 'sponsor')
    return waitFor(
      deps,
      visit,
      {
        kind: 'sponsor-funds',
        message: `the sponsor ${amounts.address} is short by ${amounts.missing} ${symbol}`,
        details: amounts,
      },
      'outage',
    );
  return failBeforeSending(deps, visit, {
    errorCode: 'INSUFFICIENT_FUNDS',
    errorMessage: `Cannot pay for the issuance: ${amounts.address} holds ${amounts.present} ${symbol} and needs ${amounts.needed} ${symbol}`,
    details: amounts,
    retryable: true,
  });
}

/** A nonce that is taken must be used, or every later one would wait for ever; so such an attempt waits instead of failing. */
async function failBeforeSending(
  deps: EngineDeps,
  visit: Visit,
  error: Parameters<typeof fail>[3],
): Promise<Turn> {
  if (visit.attempt !== null && visit.attempt.outcome === 'open')
    return waitFor(
      deps,
      visit,
      { kind: 'nonce', message: error.errorMessage, details: error.details ?? {} },
      'outage',
    );
  const event = visit.deployment.state === 'Queued' ? 'refuse' : 'failSubmission';
  return fail(deps, visit, event, error);
}
