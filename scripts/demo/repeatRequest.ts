import { inspect } from 'node:util';
import { createClient, isApiError, type Session } from '@biatec-tokens/sdk';
import { ensure } from '../lib/ensure.ts';
import type { Issued } from './issueTokens.ts';
import type { Terminal } from '../lib/terminal.ts';

export interface RepeatOptions {
  readonly baseUrl: string;
  readonly session: Session;
  readonly issued: Issued;
}

/** Repeats a request with its idempotency key: it must find its deployment, and make no other. */
export async function repeatRequest(
  terminal: Terminal,
  { baseUrl, session, issued }: RepeatOptions,
): Promise<void> {
  const { tokenType, request } = issued.token;
  const { idempotencyKey } = issued;
  const isReplayed: boolean[] = [];
  const client = createClient({
    baseUrl,
    session,
    async fetch(...call) {
      const response = await fetch(...call);
      isReplayed.push(response.headers.get('idempotent-replayed') === 'true');
      return response;
    },
  });

  const again = await client.tokens.issue(tokenType, request, { idempotencyKey });
  const { deploymentId } = issued.deployment;
  ensure(
    again.deploymentId === deploymentId && isReplayed.at(-1) === true,
    `Repeating ${tokenType} gave ${again.deploymentId}, should be ${deploymentId} again`,
  );
  show(terminal, `${tokenType}, first`, deploymentId);
  show(terminal, 'the same again', `${again.deploymentId}  Idempotent-Replayed: true`);
}

/** Sends another request with a key that was used; it must be refused. */
export async function misuseKey(
  terminal: Terminal,
  { baseUrl, session, issued }: RepeatOptions,
): Promise<void> {
  const { tokenType, request } = issued.token;
  const client = createClient({ baseUrl, session });
  const refusal = await client.tokens
    .issue(tokenType, { ...request, name: 'Another' }, { idempotencyKey: issued.idempotencyKey })
    .catch((error: unknown) => error);
  ensure(
    isApiError(refusal) && refusal.code === 'IDEMPOTENCY_KEY_MISMATCH',
    `Another request with a used key should be refused with IDEMPOTENCY_KEY_MISMATCH, gave ${inspect(refusal)}`,
  );
  show(terminal, 'another name', `refused with ${refusal.status} ${refusal.code}`);
}

function show({ line }: Terminal, what: string, came: string): void {
  line(`  ${what.padEnd(18)}${came}`);
}
