import { randomUUID } from 'node:crypto';
import type { BiatecTokensClient, Deployment, HistoryEntry } from '@biatec-tokens/sdk';
import { ensure } from '../lib/ensure.ts';
import type { Timeline } from './timeline.ts';
import type { DemoToken } from './tokens.ts';

/** A token that was issued, with the key that names the intent. */
export interface Issued {
  readonly token: DemoToken;
  readonly idempotencyKey: string;
  readonly deployment: Deployment;
  /** From the request to the answer that it is stored, as the client saw it. */
  readonly acceptedMs: number;
}

export interface IssueOptions {
  readonly client: BiatecTokensClient;
  readonly timeline: Timeline;
  /** Called when the server has stored a request. */
  readonly onAccepted?: (token: DemoToken) => void;
  /** Called with each change of a state. */
  readonly onEntry?: (token: DemoToken, entry: HistoryEntry) => void;
}

const completedMsMax = 60_000;

/** Issues tokens in parallel and follows each to Completed. */
export function issueTokens(
  tokens: readonly DemoToken[],
  { client, timeline, onAccepted, onEntry }: IssueOptions,
): Promise<Issued[]> {
  return Promise.all(
    tokens.map(async (token): Promise<Issued> => {
      const { tokenType, request } = token;
      const idempotencyKey = randomUUID();
      const startedAt = performance.now();
      const { deploymentId } = await client.tokens.issue(tokenType, request, { idempotencyKey });
      const acceptedMs = performance.now() - startedAt;
      onAccepted?.(token);

      const signal = AbortSignal.timeout(completedMsMax);
      for await (const entry of client.deployments.watch(deploymentId, { signal })) {
        timeline.add(tokenType, entry);
        onEntry?.(token, entry);
      }
      const deployment = await client.deployments.get(deploymentId);
      timeline.finish(tokenType, deployment);
      ensure(
        deployment.status === 'Completed',
        `${tokenType} is ${deployment.status}, should be Completed: ${deployment.error?.errorMessage}`,
      );
      return { token, idempotencyKey, deployment, acceptedMs };
    }),
  );
}
