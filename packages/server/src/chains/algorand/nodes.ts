import type { NetworkId } from '@biatec-tokens/core';
import type { NodeFamily } from '../endpoints/family.ts';
import { invalidAnswer } from '../errors.ts';
import { createAlgodRest } from './algodRest.ts';
import type { AlgorandContext } from './context.ts';
import { readParams } from './chainParams.ts';
import { readerOf } from './fields.ts';
import { readStatus } from './status.ts';

/** One endpoint, with its token where it wants one. */
export interface AlgodEndpoint {
  readonly url: string;
  readonly token: string | null;
}

/** Nodes that speak algod's REST interface. */
export function algodFamily(
  networkId: NetworkId,
  open: (rest: AlgorandContext['rest']) => AlgorandContext,
): NodeFamily<AlgorandContext> {
  return {
    open: (link) => open(createAlgodRest(link)),
    async identify({ rest }) {
      const { genesisHash } = await readParams(networkId, rest);
      return genesisHash;
    },
    async readHead(context) {
      const { lastRound, synced } = await readStatus(context);
      return { height: lastRound, synced };
    },
    async findBlockHash({ rest }, height) {
      const { status, body } = await rest.get(`/v2/blocks/${height}/hash`);
      if (status === 404) return undefined;
      if (status !== 200)
        throw invalidAnswer(networkId, `a block's hash came with HTTP status ${status}`);
      return readerOf(networkId, body).text('blockHash');
    },
    // A block is final when it exists.
    unsettledBlocks: 0n,
  };
}

/** As the pool takes it: the token travels in a header. */
export function endpointOf({ url, token }: AlgodEndpoint) {
  return { url, headers: token === null ? {} : { 'x-algo-api-token': token } };
}
