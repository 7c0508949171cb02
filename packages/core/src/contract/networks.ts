import { z } from 'zod';
import { networkId } from './deployments.ts';
import { tokenType } from './deployments.ts';

export const networkAnswer = z.object({
  id: networkId,
  name: z.string(),
  family: z.enum(['avm', 'evm']),
  chainId: z.string().describe('Genesis id on Algorand networks, chain id on EVM'),
  genesisHash: z.string().nullable(),
  native: z.object({ symbol: z.string(), decimals: z.number().int() }),
  kind: z.enum(['main', 'test', 'local']),
  usable: z.boolean(),
  whyNot: z.string().nullable().describe('Why the network cannot be used, else null'),
  health: z.enum(['healthy', 'degraded', 'down', 'refused', 'unknown']),
  sponsored: z.boolean().describe('A platform account pays the fees'),
  issuable: z.array(tokenType).describe('Standards this server issues there'),
  explorerUrl: z.string().nullable(),
});

export const listNetworksAnswer = z.object({
  success: z.literal(true),
  items: z.array(networkAnswer),
  nextCursor: z.null(),
});

export type Network = z.infer<typeof networkAnswer>;
