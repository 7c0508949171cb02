/** What can be proven of a standard on a node, as a table: tests, the support matrix and the API derive from it. */
import { tokenTypes, type TokenType } from './tokenTypes.ts';

/** One row of {@link features}. */
export interface FeatureRow {
  /** What is proven, for people. */
  readonly title: string;
  /** The standards that have it. */
  readonly of: readonly TokenType[];
}

const arc3 = ['arc3-ft', 'arc3-nft', 'arc3-fnft'] as const;
const assets = ['asa-ft', 'asa-nft', 'asa-fnft', ...arc3] as const;
const erc20 = ['erc20-mintable', 'erc20-preminted'] as const;
const arc200 = ['arc200-mintable', 'arc200-preminted'] as const;
const mintable = ['arc200-mintable', 'arc1400', 'erc20-mintable'] as const;
const contracts = [...arc200, 'arc1400', ...erc20] as const;

/** Every feature by its name, in the order they are listed to people. */
export const features = {
  issue: { title: 'Issued by a sponsor for an issuer with nothing', of: tokenTypes },
  unsponsored: { title: 'Issued and paid for by the issuer', of: tokenTypes },
  'read-back': { title: 'Every requested parameter is read back', of: tokenTypes },
  limits: { title: 'The longest texts and the largest supply', of: tokenTypes },
  plan: { title: 'The plan shows the transactions that are sent', of: tokenTypes },
  cost: { title: 'Costs exactly what the plan says', of: tokenTypes },
  'same-bytes': { title: 'The same plan gives the same bytes', of: tokenTypes },
  'lost-reply': {
    title: 'Sent again after a lost reply: one token, paid for once',
    of: tokenTypes,
  },
  funds: { title: 'Too little money is refused before anything is signed', of: tokenTypes },
  'wrong-network': { title: 'A node of another chain is refused', of: tokenTypes },
  roles: { title: 'Roles are with who was asked for', of: [...assets, ...mintable] },
  'no-roles': { title: 'Roles given to nobody are nobody’s', of: assets },
  'initial-receiver': { title: 'The first supply goes to who was asked for', of: contracts },
  transfer: { title: 'Transfer, approval and transfer by the approved', of: contracts },
  mint: { title: 'Minted by the right role only', of: mintable },
  cap: { title: 'Nobody can mint past the cap', of: mintable },
  burn: { title: 'Holders can burn what they hold', of: ['arc200-mintable', ...erc20] },
  pause: { title: 'Paused and resumed by the right role only', of: ['arc1400', 'erc20-mintable'] },
  permit: { title: 'Approval by signature (ERC-2612)', of: erc20 },
  metadata: { title: 'ARC-3 metadata pinned before the asset, its hash on chain', of: arc3 },
  media: { title: 'Uploaded media with its integrity in the metadata', of: arc3 },
  partitions: { title: 'Issued and moved by partition (ARC-1410)', of: ['arc1400'] },
  whitelist: { title: 'Only listed accounts can receive, with the reason code', of: ['arc1400'] },
  'lock-up': { title: 'Locked units cannot move', of: ['arc1400'] },
  documents: { title: 'Documents are recorded (ARC-1643)', of: ['arc1400'] },
  controller: { title: 'Forced transfer by the controller only (ARC-1644)', of: ['arc1400'] },
} as const satisfies Record<string, FeatureRow>;

/** Name of something that can be proven of a standard. */
export type Feature = keyof typeof features;

/** The features of a standard, in the order they are listed to people. */
export function featuresOf(tokenType: TokenType): Feature[] {
  return (Object.keys(features) as Feature[]).filter((feature) => {
    const { of }: FeatureRow = features[feature];
    return of.includes(tokenType);
  });
}
