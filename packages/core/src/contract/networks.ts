import { z } from 'zod';
import { networkId, tokenType } from './deployments.ts';
import { chainNumber, timestamp } from './primitives.ts';

/** One node of a network as this server sees it; nothing of it is secret. */
export const networkEndpoint = z.object({
  url: z.string().describe('Without credentials, path and query'),
  state: z.enum(['healthy', 'degraded', 'down', 'wrong-network', 'unknown']),
  breaker: z
    .enum(['closed', 'open', 'half-open'])
    .describe('Open: left alone after repeated failures'),
  openUntil: timestamp
    .nullable()
    .describe('When it will be asked again, while its breaker is open'),
  latencyMs: z.number().nullable().describe('Mean of the last answers, the newest counting most'),
  lastBlock: chainNumber.nullable().describe('Newest round or block at the last look'),
  behindBy: chainNumber.nullable().describe('Rounds or blocks behind the best node of the network'),
  lastError: z
    .object({
      kind: z.enum([
        'connection',
        'timeout',
        'rate-limited',
        'unauthorized',
        'server-error',
        'invalid-answer',
        'wrong-network',
      ]),
      message: z.string(),
      at: timestamp,
    })
    .nullable()
    .describe('Newest failure, also when the node is well again'),
  lastOkAt: timestamp.nullable(),
  checkedAt: timestamp.nullable().describe('When it was asked last'),
});

/** When a block counts as final: after so many rounds or blocks, or when the tagged block has passed it. */
export const finality = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rounds'), rounds: z.number().int() }),
  z.object({ kind: z.literal('blocks'), blocks: z.number().int() }),
  z.object({ kind: z.literal('tag'), tag: z.enum(['finalized', 'safe']) }),
]);

export const networkAnswer = z.object({
  id: networkId,
  name: z.string(),
  family: z.enum(['avm', 'evm']),
  chainId: z.string().describe('Genesis id on Algorand networks, chain id on EVM'),
  genesisHash: z.string().nullable(),
  native: z.object({ symbol: z.string(), decimals: z.number().int() }),
  kind: z.enum(['main', 'test', 'local']),
  finality,
  usable: z.boolean(),
  reason: z.string().nullable().describe('Why the network cannot be used, else null'),
  health: z
    .enum(['healthy', 'degraded', 'down', 'refused', 'unknown'])
    .describe(
      'Degraded: it works, but not all endpoints are well. Refused: all are of other networks',
    ),
  sponsored: z.boolean().describe('A platform account pays the fees'),
  issuable: z.array(tokenType).describe('Standards this server issues there'),
  explorerUrls: z
    .object({
      asset: z.string(),
      application: z.string(),
      transaction: z.string(),
      address: z.string(),
    })
    .nullable()
    .describe('Pages of a public explorer, `{id}` standing for what is looked for'),
  endpoints: z.array(networkEndpoint).describe('In order of preference'),
});

export const listNetworksAnswer = z.object({
  success: z.literal(true),
  items: z.array(networkAnswer),
  nextCursor: z.null(),
});

export type Network = z.infer<typeof networkAnswer>;
export type NetworkEndpoint = z.infer<typeof networkEndpoint>;
