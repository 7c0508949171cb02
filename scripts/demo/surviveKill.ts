import type { BiatecTokensClient, Deployment, Session } from '@biatec-tokens/sdk';
import { ensure } from './ensure.ts';
import { issueTokens, type Issued } from './issueTokens.ts';
import type { ChainReader } from './readChain.ts';
import type { Stage } from './stage.ts';
import { formatMs, type Terminal } from './terminal.ts';
import { createTimeline } from './timeline.ts';
import { twoTokens, type DemoToken } from './tokens.ts';

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
    const { issued, killedAt } = await issueAndKill(terminal, options, twoTokens(attempt));
    terminal.line();
    const middles = issued.map(({ deployment }) => stateAt(deployment, killedAt));
    for (const [at, { token }] of issued.entries()) {
      const count = (await findTokens(options, token)).length;
      terminal.line(
        `  ${token.tokenType.padEnd(16)}was ${middles[at]} when killed; on chain: ${terminal.style('bold', String(count))}`,
      );
      ensure(
        count === 1,
        `There are ${count} tokens "${token.request.name}", should be exactly one`,
      );
    }
    if (middles.some((state) => state !== 'Completed')) return issued;
    terminal.line('  Both were done before the server died, which proves nothing: once more.\n');
  }
  throw new Error(`Cannot kill the server in the middle of an issuance: missed ${triesMax} times`);
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
  const counts = found.map((ids) => ids.length).join(' and ');
  timeline.say(terminal.style('red', `kill -9 ${pid}: no server; on the chains: ${counts}`));

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
  return tokenType.startsWith('asa')
    ? reader.findAssets(issuer.algorandAddress, request.name)
    : reader.findErc20s(issuer.evmAddress, request.name);
}

/** The last state before a time, from the history that outlived the process. */
function stateAt({ history }: Deployment, time: number): string {
  return history.findLast(({ timestamp }) => Date.parse(timestamp) <= time)?.status ?? 'not stored';
}
