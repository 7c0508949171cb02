import { describeChainAdapter } from '../conformance.ts';
import { startEvmChain, tokenParameters } from './testing/startEvmChain.ts';

const tenthOfEther = 10n ** 17n;

describeChainAdapter('evm', async () => {
  const chain = await startEvmChain();
  return {
    using: chain.using,
    adapter: chain.adapter(),
    plentyBaseUnits: tenthOfEther,
    adapterAt: (url, { timeoutMs }) => chain.adapter({ endpoints: [{ url }], timeoutMs }),
    strangerAdapter: () => chain.adapter({ networkId: 'base', chainId: 8453 }),
    account: (balance) => chain.account(balance),
    parametersOf: (tokenType, { address }) => tokenParameters(tokenType, address),
    [Symbol.asyncDispose]: () => chain[Symbol.asyncDispose](),
  };
});
