import { networks, type Finality, type NetworkId, type ReadBackField } from '@biatec-tokens/core';
import type { ChainAdapter, Issue } from '../../ports/chainAdapter.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Signer } from '../../ports/signer.ts';
import type { EndpointObserver } from '../endpoints/createEndpoint.ts';
import type { EndpointOptions } from '../endpoints/createHttp.ts';
import { createPool, type EndpointsView } from '../endpoints/createPool.ts';
import { locateTogether } from '../endpoints/locateTogether.ts';
import { rememberIdentity } from '../endpoints/rememberIdentity.ts';
import { isNodeFailure, isWrongNetwork } from '../errors.ts';
import { broadcastBytes } from './broadcast.ts';
import { evmTokenTypes } from './contracts.ts';
import { createEnsureProxy } from './ensureProxy.ts';
import { feeLimits as usualFeeLimits, type Fees } from './fees.ts';
import { createKnownGas } from './knownGas.ts';
import { locateAttempt } from './locate.ts';
import { hasChainId, rpcFamily, type Nodes } from './nodes.ts';
import { payerOf, planIssue, type EvmPlan } from './plan.ts';
import { previewIssue } from './preview.ts';
import { balanceOf } from './questions.ts';
import { raiseAttempt } from './raiseFees.ts';
import { readTokenBack, type CreatedToken } from './readBack.ts';
import { prepareCreation, signCreation } from './sign.ts';

export interface EvmAdapterOptions {
  readonly networkId: NetworkId;
  /** Chain id every node must report. */
  readonly chainId: number;
  /** In order of preference. */
  readonly endpoints: readonly EndpointOptions[];
  readonly finality: Finality;
  /**
   * Remembers what a local chain is known by at first use; returns what is remembered.
   * @default the chain that `identify` met last: whether that is the right one is for its caller to say
   */
  readonly pin?: (identity: string) => Promise<string>;
  readonly signer: Signer;
  readonly clock: Clock;
  /** Longest a node may take to answer. @default 10_000 */
  readonly timeoutMs?: number;
  readonly log?: Log;
  readonly observer?: EndpointObserver;
  /** Most that is ever offered for gas. */
  readonly feeLimits?: Fees;
}

/** A chain adapter of the EVM family; `close` ends its connections. */
export interface EvmAdapter extends ChainAdapter {
  readonly endpoints: EndpointsView;
  /** As the port says, and as of the block of inclusion where `token` names it. */
  readBack(issue: Issue, token: CreatedToken): Promise<ReadBackField[] | undefined>;
  close(): Promise<void>;
}

/** Issues ERC-20 tokens through CREATE2 on one EVM network. */
export function createEvmAdapter(options: EvmAdapterOptions): EvmAdapter {
  const { networkId, chainId, finality, signer } = options;
  const { feeLimits = usualFeeLimits, timeoutMs = 10_000, log, observer } = options;
  const isLocal = networks[networkId].kind === 'local';
  const memory = rememberIdentity();
  const { pin = memory.pin } = options;
  const nodes: Nodes = createPool({
    networkId,
    family: rpcFamily({ isLocal }),
    endpoints: options.endpoints,
    isNamedByFirst: isLocal,
    expect: async (identity) =>
      isLocal && hasChainId(identity, chainId) ? pin(identity) : `${chainId}`,
    clock: options.clock,
    timeoutMs,
    log,
    observer,
  });
  const knownGas = createKnownGas(options.clock);
  const ensureProxy = createEnsureProxy({ ...options, isLocal, feeLimits });

  return {
    networkId,
    family: 'evm',
    tokenTypes: evmTokenTypes,
    endpoints: nodes,

    async identify() {
      const identity = await memory.renew(() => nodes.identify());
      return { identity, expected: isLocal ? null : `${chainId}` };
    },

    balance: (address) =>
      nodes.use(async (node) => {
        const [wei] = await node.ask(balanceOf(address));
        return wei;
      }),

    stepsOf: () => ['issue'],

    preview: (issue) =>
      nodes.use(async (node) => {
        const lacking = await ensureProxy(node, payerOf(issue));
        return previewIssue({ chainId, feeLimits, knownGas }, node, issue, lacking);
      }),

    plan: (issue) =>
      nodes.use(async (node) => {
        const payer = payerOf(issue);
        const lacking = await ensureProxy(node, payer);
        if (lacking === undefined) return planIssue({ chainId, feeLimits, knownGas }, node, issue);
        const who = issue.sponsor === null ? 'issuer' : 'sponsor';
        return {
          ok: false,
          refusal: { kind: 'funds', payer: who, address: payer.address, ...lacking },
        };
      }),

    prepare({ deploymentId }, plan, nonce) {
      if (nonce === null || plan.predictedAddress === null) {
        throw new TypeError('Cannot prepare EVM issuance: the plan or the nonce is missing');
      }
      return prepareCreation({
        deploymentId,
        payer: plan.payer,
        creation: (plan as EvmPlan).transaction,
        nonce,
        contractAddress: plan.predictedAddress,
      });
    },

    raiseFees: (issue, attempt) =>
      nodes.use((node) => raiseAttempt({ node, feeLimits }, payerOf(issue), attempt)),

    sign: (unsigned, attemptNumber) => signCreation(signer, unsigned, attemptNumber),

    async broadcast(bytes) {
      try {
        return await nodes.use((node) => broadcastBytes(node, bytes));
      } catch (error) {
        // The bytes may have arrived all the same.
        if (!isNodeFailure(error) || isWrongNetwork(error)) throw error;
        return { kind: 'unknown', answer: error.message };
      }
    },

    locate: (issue, attempt) =>
      locateTogether(nodes, (node) => locateAttempt(node, finality, { issue, attempt })),

    readBack: (issue, token) => nodes.use((node) => readTokenBack(node, issue, token)),

    close: () => nodes.close(),
  };
}
