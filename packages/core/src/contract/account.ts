import { z } from 'zod';
import { slotMax } from '../account/slot.ts';
import { isWellFormed } from '../internal/bytes.ts';
import { networkIds } from '../network/networks.ts';
import { algorandAddress, evmAddress, idOf, timestamp } from './primitives.ts';
import { stepUpFields } from './secondFactor.ts';

export const accountId = idOf('acc');

/** An account that the server holds for the organization. */
export const heldAccount = z.object({
  accountId,
  family: z.enum(['avm', 'evm']),
  address: z.string(),
  networks: z.array(z.enum(networkIds)).describe('Where it has this address'),
  origin: z
    .enum(['created', 'imported'])
    .describe("Made here, of the organization's 24 words, or brought in from elsewhere"),
  slot: z.number().int().describe('Number of the account under its words, or under its password'),
  issuing: z.boolean().describe('Whether new tokens on its networks are issued by it'),
  createdAt: timestamp,
});

/** All of them: an organization has few. */
export const listAccountsAnswer = z.object({
  success: z.literal(true),
  items: z.array(heldAccount),
});

/** What must be known of an account of ARC-76's email form, and accepted, before it is brought in. */
export const importWarning =
  'Whoever knows the email, and has seen the address, can guess the password of this account offline, as often as they like; the words that this server makes cannot be guessed. ARC-76 itself forbids to send the password over a network, which is what bringing the account in does: from now on treat the password as known to somebody else. Use the account only where it must be this very address, and move to an account made here as soon as you can.';

/** Number of {@link importWarning}'s words; the audit trail keeps which ones were accepted. */
export const importWarningVersion = 1;

// Byte for byte what the account was made with: nothing is trimmed, lower-cased or normalised.
const arc76Text = z
  .string()
  .min(1)
  .max(1_024)
  .refine(isWellFormed, { message: 'should be well-formed Unicode' });

export const importArc76Request = z.strictObject({
  arc76: z
    .strictObject({
      email: arc76Text.describe('As the account was made with, byte for byte'),
      password: arc76Text.describe('Of the ARC-76 account, byte for byte'),
      slot: z.number().int().min(0).max(slotMax).optional().describe('Default 0'),
      saltEncoding: z
        .enum(['utf-8', 'ascii'])
        .optional()
        .describe(
          'Default utf-8; ascii for accounts of the .NET library with an email that is not ASCII',
        ),
    })
    .describe('The account of the email form; not what you sign in with'),
  expectedAddress: algorandAddress
    .optional()
    .describe('The address it should have: with another one nothing is stored'),
  acceptRisk: z.boolean().optional().describe('That you read the warning: must be true'),
  ...stepUpFields,
});

export const importArc76Answer = z.object({
  success: z.literal(true),
  account: heldAccount,
  previousAddress: algorandAddress.describe(
    'Of the account that issued until now; it stays, and ends what it has begun',
  ),
  warning: z.string(),
});

export const chooseIssuingRequest = z.strictObject({ accountId, ...stepUpFields });
export const accountAnswer = z.object({ success: z.literal(true), account: heldAccount });

export const exportAccountRequest = z.strictObject(stepUpFields);

/** Answer of an export: whoever holds these words holds the accounts. */
export const exportAccountAnswer = z.object({
  success: z.literal(true),
  mnemonic: z.string().describe('24 words of BIP-39, separated by one space'),
  algorandAddress: algorandAddress.describe('Of the account that the words open'),
  evmAddress,
  notOpened: z
    .array(algorandAddress)
    .describe('Imported accounts: no words open them, but the ARC-76 email and password do'),
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
export type HeldAccount = z.infer<typeof heldAccount>;
export type AccountList = z.infer<typeof listAccountsAnswer>;
export type ImportArc76Request = z.input<typeof importArc76Request>;
export type ImportedAccount = z.infer<typeof importArc76Answer>;
export type ChooseIssuingRequest = z.input<typeof chooseIssuingRequest>;
export type AccountAnswer = z.infer<typeof accountAnswer>;
export type ExportAccountRequest = z.input<typeof exportAccountRequest>;
export type ExportedAccount = z.infer<typeof exportAccountAnswer>;
