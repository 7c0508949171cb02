export { type WebhookBody } from './signedContent.ts';
export * from './signWebhook.ts';
export * from './verifyWebhook.ts';
export * from './webhookSecret.ts';
