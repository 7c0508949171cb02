import type { Mailer, MailMessage } from '../ports/mailer.ts';

/** Mails that nobody sends: for development, where a page shows them. In memory, and gone with the process. */
export interface Mailbox extends Mailer {
  /** Newest first. */
  list(): readonly MailMessage[];
  find(id: string): MailMessage | undefined;
}

export function createMailbox({ messagesMax = 200 } = {}): Mailbox {
  const messages = new Map<string, MailMessage>();
  return {
    name: 'the mailbox page',
    async send(message) {
      // Sent twice is received once, as a real mailbox would show it.
      messages.set(message.messageId, message);
      const oldest = messages.keys().next().value;
      if (messages.size > messagesMax && oldest !== undefined) messages.delete(oldest);
      return { kind: 'taken' };
    },
    check: async () => null,
    async close() {},
    list: () => [...messages.values()].toReversed(),
    find: (id) => messages.get(`<${id}>`),
  };
}
