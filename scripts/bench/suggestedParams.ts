import type { Algodv2, SuggestedParams } from 'algosdk';

/** How often parameters are used before they are asked for again. */
const usesMax = 100;
/** Age from which they are: what is measured in between makes blocks, and a window of validity is 1,000 of them. */
const ageMsMax = 1_000;

/** Reads a node's parameters for a raw loop, as a careful client would: not for every group, and never stale ones. */
export function createSuggestedParams(client: Algodv2): () => Promise<SuggestedParams> {
  let params: SuggestedParams | undefined;
  let uses = 0;
  let readAt = 0;
  return async () => {
    uses += 1;
    if (params === undefined || uses % usesMax === 0 || performance.now() - readAt > ageMsMax) {
      params = await client.getTransactionParams().do();
      readAt = performance.now();
    }
    return params;
  };
}
