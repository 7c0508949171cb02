import { z } from 'zod';
import { features, tokenProtocols, type Feature } from '../token/index.ts';
import { termsInForce } from './auth.ts';
import { networkId, tokenType } from './deployments.ts';

const featureNames = Object.keys(features) as [Feature, ...Feature[]];
const family = z.enum(['avm', 'evm']);

/** One thing a standard does, and the nodes that this was proven on. */
export const featureSupport = z.object({
  feature: z.enum(featureNames),
  title: z.string(),
  status: z
    .enum(['proven', 'failed', 'not-proven'])
    .describe('Proven: its test passed on every node it ran on. Not proven: no test ran'),
  provenOn: z.array(z.string()).describe('Nodes with their versions: `anvil 1.7.1`'),
  failedOn: z.array(z.string()),
});

/** One standard: what can be asked for, where, and what of it is proven. */
export const standardSupport = z.object({
  tokenType,
  title: z.string(),
  protocol: z.enum(tokenProtocols),
  family,
  request: z
    .record(z.string(), z.unknown())
    .describe('JSON Schema of the request: every field with its limits'),
  networks: z.array(networkId).describe('Where this server can issue it now'),
  features: z.array(featureSupport),
});

/** What this server can do, and what that was proven with. */
export const capabilitiesAnswer = z.object({
  success: z.literal(true),
  terms: termsInForce
    .nullable()
    .describe('The terms of use to accept at registration; null where there are none'),
  standards: z.array(standardSupport),
  families: z.array(
    z.object({
      family,
      nodes: z.array(z.string()).describe('Nodes that the standards of the family were tried on'),
    }),
  ),
  networks: z.array(
    z.object({
      id: networkId,
      family,
      kind: z.enum(['main', 'test', 'local']),
      usable: z.boolean(),
      reason: z.string().nullable().describe('Why the network cannot be used, else null'),
      issuable: z.array(tokenType),
    }),
  ),
});

export type FeatureSupport = z.infer<typeof featureSupport>;
export type StandardSupport = z.infer<typeof standardSupport>;
export type Capabilities = z.infer<typeof capabilitiesAnswer>;
