import type { Harness } from '../../testing/createHarness.ts';

/** Sends what is in the outbox. @returns the secret in the link of the last mail that has one. */
export async function readMailSecret({ clock, deps, parts }: Harness): Promise<string> {
  const isWaiting = async () =>
    (await deps.store.countMails()).some(({ status, count }) => status === 'waiting' && count > 0);
  parts.mails?.start();
  for (let turn = 0; turn < 1_000 && (await isWaiting()); turn += 1) await clock.advance(10);
  await parts.mails?.stop();
  for (const { text } of parts.mailbox?.list() ?? []) {
    const secret = /#token=([\w-]+)/.exec(text)?.[1];
    if (secret !== undefined) return secret;
  }
  throw new Error('No mail has a link');
}
