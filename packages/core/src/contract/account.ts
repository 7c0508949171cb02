import { z } from 'zod';
import { algorandAddress, evmAddress } from './primitives.ts';

export const exportAccountRequest = z.strictObject({
  password: z.string().describe('The password of the signed-in user, once more'),
});

/** Answer of an export: whoever holds these words holds the accounts. */
export const exportAccountAnswer = z.object({
  success: z.literal(true),
  mnemonic: z.string().describe('24 words of BIP-39, separated by one space'),
  algorandAddress,
  evmAddress,
  opensIn: z.array(z.string()).describe('Where the words open which account, and how'),
  risks: z.array(z.string()).describe('What to know before the words are kept anywhere'),
});

export type ExportAccountRequest = z.input<typeof exportAccountRequest>;
export type ExportedAccount = z.infer<typeof exportAccountAnswer>;
