import { ensure } from '../lib/ensure.ts';
import type { Issued } from './issueTokens.ts';
import type { Mailbox } from './mailbox.ts';
import type { Terminal } from '../lib/terminal.ts';

/** Shows the webhooks of each deployment, in order and without a gap. Gives their number. */
export async function showWebhooks(
  { style, line }: Terminal,
  { issued, mailbox }: { issued: readonly Issued[]; mailbox: Mailbox },
): Promise<number> {
  let count = 0;
  for (const { token, deployment } of issued) {
    const { deploymentId, history } = deployment;
    await mailbox.until(
      `some of the ${history.length} webhooks of ${deploymentId}`,
      () => mailbox.of(deploymentId).length >= history.length,
    );
    const events = mailbox.of(deploymentId);
    const arrived = events.map(({ data }) => `${data.sequence} ${data.status}`);
    const happened = history.map(({ sequence, status }) => `${sequence} ${status}`);
    ensure(
      arrived.join() === happened.join(),
      `The webhooks of ${deploymentId} are ${arrived.join(', ')}, should be ${happened.join(', ')}`,
    );
    const types = events.map(({ type }) => type.replace('deployment.', '')).join(' ');
    line(`  ${token.tokenType.padEnd(18)}${types}  ${style('green', '✓')} ${events.length}`);
    count += events.length;
  }
  return count;
}

/** Sends the receiver a webhook that nobody signed with its secret; it must refuse. */
export async function sendForgery({ line, style }: Terminal, url: string): Promise<void> {
  const { status } = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ type: 'deployment.completed' }),
    headers: {
      'webhook-id': 'evt_forged',
      'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
      'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
    },
  });
  ensure(status === 400, `The receiver answered ${status} to a forged webhook, should be 400`);
  line(`  ${style('dim', 'forged'.padEnd(18))}refused with ${status}`);
}
