import { Buffer } from 'node:buffer';
import { toDeploymentEvent, type DeploymentChange, type ReasonCode } from '@biatec-tokens/core';
import type { Deployment } from '../../../ports/store/index.ts';
import { history } from '../schema.ts';
import { prepareInsert, type Session } from '../session.ts';
import type { RecordEvent } from '../webhooks/recordEvent.ts';

/** A change that a deployment just went through. */
export interface Change {
  /** As it is after the change: state, sequence and facts. */
  readonly deployment: Deployment;
  readonly reason: ReasonCode;
  readonly message: string;
  readonly actor: string;
  readonly at: Date;
  readonly eventId: string;
}

export type RecordChange = (change: Change) => void;

/** Partners are promised less than 20 kB. */
const payloadBytesMax = 19_999;
const sentenceLengthMax = 1_000;

/** Prepares what tells a change: its history entry and its event with deliveries, in the caller's transaction. */
export function createRecordChange({ db }: Session, recordEvent: RecordEvent): RecordChange {
  const insertHistory = prepareInsert(db, history);

  return ({ deployment, reason, message, actor, at, eventId }) => {
    const { id: deploymentId, sequence, state, transactionId, block } = deployment;
    insertHistory({
      deploymentId,
      sequence,
      state,
      reason,
      message,
      transactionId,
      blockNumber: block?.number ?? null,
      blockHash: block?.hash ?? null,
      actor,
      at,
    });
    const told: DeploymentChange = { ...deployment, deploymentId, eventId, reason, message, at };
    recordEvent({
      id: eventId,
      organizationId: deployment.organizationId,
      type: toDeploymentEvent(told).type,
      deploymentId,
      sequence,
      payload: writePayload(told),
      createdAt: at,
    });
  };
}

/** What an error carries is of any size; the history and the status keep all of it. */
export function writePayload(change: DeploymentChange): string {
  const payload = JSON.stringify(toDeploymentEvent(change));
  if (Buffer.byteLength(payload) <= payloadBytesMax) return payload;
  const { error, message } = change;
  return JSON.stringify(
    toDeploymentEvent({
      ...change,
      message: shorten(message),
      error: error && {
        ...error,
        errorMessage: shorten(error.errorMessage),
        suggestedAction: shorten(error.suggestedAction),
        details: null,
      },
    }),
  );
}

function shorten(sentence: string): string {
  return sentence.length <= sentenceLengthMax
    ? sentence
    : `${sentence.slice(0, sentenceLengthMax).toWellFormed()}…`;
}
