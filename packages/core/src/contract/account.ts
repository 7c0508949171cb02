import { z } from 'zod';
import { algorandAddress, evmAddress } from './primitives.ts';
import { stepUpFields } from './secondFactor.ts';

export const exportAccountRequest = z.strictObject(stepUpFields);

/** Answer of an export: whoever holds these words holds the accounts. */
export const exportAccountAnswer = z.object({
  success: z.literal(true),
  mnemonic: z.string().describe('24 words of BIP-39, separated by one space'),
  algorandAddress,
  evmAddress,
  opensIn: z.array(z.string()).describe('Where the words open which account, and how'),
  risks: z.array(z.string()).describe('What to know before the words are kept anywhere'),
});

/** Mails that can be switched off. Those about security are not among them. */
export const notificationsAnswer = z.object({
  success: z.literal(true),
  deploymentCompleted: z.boolean().describe('A mail when a deployment of yours is Completed'),
  deploymentFailed: z.boolean().describe('A mail when a deployment of yours is Failed'),
});

export const updateNotificationsRequest = z.strictObject({
  deploymentCompleted: z.boolean().optional(),
  deploymentFailed: z.boolean().optional(),
});

export type Notifications = z.infer<typeof notificationsAnswer>;
export type UpdateNotificationsRequest = z.input<typeof updateNotificationsRequest>;
export type ExportAccountRequest = z.input<typeof exportAccountRequest>;
export type ExportedAccount = z.infer<typeof exportAccountAnswer>;
