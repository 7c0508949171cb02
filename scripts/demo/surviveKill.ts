import type { BiatecTokensClient, Deployment, Session } from '@biatec-tokens/sdk';
import { ensure, PlainError } from '../lib/ensure.ts';
import { issueTokens, type Issued } from './issueTokens.ts';
import type { ChainReader } from './readChain.ts';
import type { Stage } from './stage.ts';
import { formatMs, type Terminal } from '../lib/terminal.ts';
import { createTimeline } from './timeline.ts';
import { survivors, type DemoToken } from './tokens.ts';

export interface SurviveKillOptions {
  readonly stage: Stage;
  readonly client: BiatecTokensClient;
  readonly issuer: Session;
  readonly reader: ChainReader;
}

/** On a chain with instant blocks an issuance can be over before the signal arrives; then it is no proof, and told again. */
const triesMax = 5;

/** Kills the server while it issues, starts it again, and counts the tokens on both chains. */
export async function surviveKill(
  terminal: Terminal,
  options: SurviveKillOptions,
): Promise<Issued[]> {
  for (let attempt = 1; attempt <= triesMax; attempt += 1) {
    const { issued, killedAt } = await issueAndKill(terminal, options, survivors(attempt));
    const head = `${'when killed'.padEnd(14)}${'asked again'.padEnd(14)}tokens on chain`;
    terminal.line(`\n  ${' '.repeat(18)}${terminal.style('dim', head)}`);
    const middles = issued.map(({ deployment }) => stateAt(deployment, killedAt));
    for (const [at, { token, idempotencyKey, deployment }] of issued.entries()) {
      const count = (await findTokens(options, token)).length;
      const { tokenType, request } = token;
      ensure(count === 1, `There are ${count} tokens "${request.name}", should be exactly one`);
      const again = await options.client.tokens.issue(tokenType, request, { idempotencyKey });
      ensure(
        again.deploymentId === deployment.deploymentId,
        `Repeating ${tokenType} after the kill gave ${again.deploymentId}, should be ${deployment.deploymentId}`,
      );
      const state = middles[at] ?? '';
      terminal.line(`  ${tokenType.padEnd(18)}${state.padEnd(14)}${'the same'.padEnd(14)}1`);
    }
    if (middles.some((state) => state !== 'Completed')) return issued;
    terminal.line('  All were done before the server died, which proves nothing: once more.\n');
  }
  throw new PlainError(
    `Cannot kill the server in the middle of an issuance: missed ${triesMax} times`,
  );
}

async function issueAndKill(
  terminal: Terminal,
  { stage, client, issuer, reader }: SurviveKillOptions,
  tokens: readonly DemoToken[],
): Promise<{ issued: Issued[]; killedAt: number }> {
  const timeline = createTimeline(
    terminal,
    tokens.map(({ tokenType }) => tokenType),
  );
  const submitted = Promise.withResolvers<void>();
  let accepted = 0;
  const issuing = issueTokens(tokens, {
    client,
    timeline,
    onAccepted: () => void (accepted += 1),
    onEntry(_, { status }) {
      // Signed and handed to a node, but not known to be in a block.
      if (status === 'Submitted' && accepted === tokens.length) submitted.resolve();
    },
  });
  // Whoever waits below may be waiting for something else when it fails.
  issuing.catch(() => undefined);

  await Promise.race([submitted.promise, issuing]);
  const { pid } = stage.server;
  const ending = stage.server.end('SIGKILL');
  const killedAt = Date.now();
  await ending;
  const found = await Promise.all(tokens.map((token) => findTokens({ issuer, reader }, token)));
  const count = found.flat().length;
  timeline.say(
    terminal.style(
      'red',
      `kill -9 ${pid}: the server is gone, with ${count} of ${tokens.length} tokens on chain`,
    ),
  );

  await stage.restartServer();
  const awayMs = formatMs(Date.now() - killedAt);
  timeline.say(
    terminal.style(
      'green',
      `started again as ${stage.server.pid} on the same data, ${awayMs} later`,
    ),
  );
  const issued = await issuing;
  timeline.end();
  return { issued, killedAt };
}

/** Every token of this name on its chain, as the node itself tells. */
function findTokens(
  { issuer, reader }: Pick<SurviveKillOptions, 'issuer' | 'reader'>,
  { request, tokenType }: DemoToken,
): Promise<string[]> {
  if (tokenType.startsWith('asa')) return reader.findAssets(issuer.algorandAddress, request.name);
  return tokenType.startsWith('erc20')
    ? reader.findErc20s(issuer.evmAddress, request.name)
    : reader.findApplications(issuer.algorandAddress, request.name);
}

/** The last state before a time, from the history that outlived the process. */
function stateAt({ history }: Deployment, time: number): string {
  return history.findLast(({ timestamp }) => Date.parse(timestamp) <= time)?.status ?? 'not stored';
}
