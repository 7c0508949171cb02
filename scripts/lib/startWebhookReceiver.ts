import type { WebhookEvent } from '@biatec-tokens/sdk';
import { startProcess, type RunningProcess } from './startProcess.ts';

export interface WebhookReceiver extends RunningProcess {
  readonly url: string;
  /** Gives it the secret its endpoint has; settles when it verifies with it. */
  trust(secret: string): Promise<void>;
}

export interface StartWebhookReceiverOptions {
  /** @default any free one */
  readonly port?: number;
  /** Called with each event whose signature it verified; may be called twice for one. */
  readonly onEvent: (event: WebhookEvent) => void;
  /** Called with why a request was refused. */
  readonly onRefused: (problem: string) => void;
  readonly onDeath?: (sentence: string) => void;
}

/** Starts the receiver of webhooks in a process of its own. */
export async function startWebhookReceiver(
  options: StartWebhookReceiverOptions,
): Promise<WebhookReceiver> {
  const { port = 0, onEvent, onRefused, onDeath } = options;
  const trusted = Promise.withResolvers<void>();
  const running = await startProcess({
    name: 'webhook receiver',
    file: 'scripts/lib/webhookReceiver.ts',
    args: [String(port)],
    isReady: (line) => line['ready'] === true,
    onLine(line) {
      if (line['verified'] === true) onEvent(line['event'] as WebhookEvent);
      if (line['verified'] === false) onRefused(String(line['problem']));
      if (line['secrets'] === 1) trusted.resolve();
    },
    ...(onDeath === undefined ? {} : { onDeath }),
  });
  return {
    ...running,
    url: String(running.ready['url']),
    trust(secret) {
      running.write({ secrets: [secret] });
      return trusted.promise;
    },
  };
}
