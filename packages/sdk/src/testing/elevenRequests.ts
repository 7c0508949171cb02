import type { TokenRequests } from '@biatec-tokens/core';

const asa = { network: 'algorand-localnet', name: 'Harbour Bond', unitName: 'HRB' };
const arc3 = { ...asa, metadata: { description: 'A bond' } };
const coin = { network: 'algorand-localnet', name: 'Harbour Coin', symbol: 'HRC', decimals: 6 };
const erc20 = { ...coin, network: 'evm-localnet', decimals: 18 };
/** A request of each standard, for the local networks. */
export const elevenRequests: TokenRequests = {
  'asa-ft': { ...asa, totalSupply: '1000000', decimals: 2 },
  'asa-nft': asa,
  'asa-fnft': { ...asa, decimals: 3 },
  'arc3-ft': { ...arc3, totalSupply: '1000000', decimals: 2 },
  'arc3-nft': arc3,
  'arc3-fnft': { ...arc3, decimals: 3 },
  'arc200-mintable': { ...coin, initialSupply: '10', cap: '1000' },
  'arc200-preminted': { ...coin, totalSupply: '1000' },
  arc1400: {
    ...coin,
    initialSupply: '10',
    cap: '1000',
    documents: [{ name: 'prospectus', uri: 'https://example.com/p.pdf', sha256: 'ab'.repeat(32) }],
  },
  'erc20-mintable': { ...erc20, initialSupply: '10', cap: '1000' },
  'erc20-preminted': { ...erc20, totalSupply: '1000' },
};
