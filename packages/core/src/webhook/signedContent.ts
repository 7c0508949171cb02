import { concatBytes, utf8Bytes } from '../internal/bytes.ts';

/** The body of a webhook exactly as it is sent: parsed and written again, it has other bytes. */
export type WebhookBody = string | Uint8Array;

// No full stop: it separates the parts of what is signed, so an id holding one could pass for another id and time.
const idShape = /^[!-\-/-~]{1,255}$/;

/** Whether a text can be the id of a webhook. Not exported from the room. */
export function isWebhookId(id: string): boolean {
  return idShape.test(id);
}

/** What both schemes sign: `{id}.{seconds}.{body}`. Not exported from the room. */
export function signedContent(id: string, seconds: number, body: WebhookBody): Uint8Array {
  return concatBytes(
    utf8Bytes(`${id}.${seconds}.`),
    typeof body === 'string' ? utf8Bytes(body) : body,
  );
}
