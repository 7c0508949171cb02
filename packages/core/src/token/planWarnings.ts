/** What an issuer should know before a token exists for ever, as a table. */
import { networks, type NetworkId } from '../network/index.ts';
import { privilegedRolesOf } from './privilegedRoles.ts';
import type { TokenParameters } from './standards.ts';
import type { TokenType } from './tokenTypes.ts';

/** Every reason to think again before issuing. */
export const planWarningCodes = [
  'INSUFFICIENT_FUNDS',
  'REAL_MONEY',
  'FEES_ABOVE_NORMAL',
  'ROLES_FIXED_FOR_EVER',
  'ROLE_HELD_ELSEWHERE',
  'HOLDERS_CAN_BE_FROZEN',
  'HOLDERS_CAN_LOSE_UNITS',
  'FROZEN_FOR_EVER',
  'HOLDERS_START_FROZEN',
  'NO_CAP',
  'NOTHING_MINTED',
  'SUPPLY_GOES_ELSEWHERE',
  'TRANSFERS_CAN_BE_PAUSED',
  'WHITELIST_REQUIRED',
  'NO_WHITELIST',
  'URL_NOT_ARC3',
  'HASH_WITHOUT_URL',
] as const;

/** A reason to think again before issuing. */
export type PlanWarningCode = (typeof planWarningCodes)[number];

/** Something an issuer should know before the token exists; it does not stop anything. */
export interface PlanWarning {
  readonly code: PlanWarningCode;
  readonly message: string;
}

/** What warnings are judged by. */
export interface PlanFacts {
  readonly tokenType: TokenType;
  /** As stored with the deployment. */
  readonly parameters: TokenParameters[TokenType];
  readonly network: NetworkId;
  /** Address of the issuer's account on this network. */
  readonly issuer: string;
  /** The network asks for more than its usual fee now. */
  readonly congested: boolean;
}

/** Parameters of any standard, each field perhaps not there. */
interface AnyParameters {
  readonly manager?: string | null;
  readonly freeze?: string | null;
  readonly clawback?: string | null;
  readonly defaultFrozen?: boolean;
  readonly cap?: string | null;
  readonly initialSupply?: string;
  readonly initialReceiver?: string;
  readonly url?: string | null;
  readonly metadataHash?: string | null;
  readonly whitelistRequired?: boolean;
}

interface Row {
  readonly code: PlanWarningCode;
  /** The sentence, or undefined where there is nothing to say. */
  readonly say: (facts: PlanFacts, parameters: AnyParameters) => string | undefined;
}

const rows: readonly Row[] = [
  {
    code: 'REAL_MONEY',
    say: ({ network }) =>
      networks[network].kind === 'main'
        ? `${networks[network].name} is a main network: fees are paid in ${networks[network].native.symbol} that is worth money, and the token cannot be unmade`
        : undefined,
  },
  {
    code: 'FEES_ABOVE_NORMAL',
    say: ({ congested }) =>
      congested ? 'The network is congested and asks for more than its usual fee now' : undefined,
  },
  {
    code: 'ROLES_FIXED_FOR_EVER',
    say: (_, { manager }) =>
      manager === null
        ? 'Without a manager no role can ever be changed, and the asset can never be deleted'
        : undefined,
  },
  {
    code: 'ROLE_HELD_ELSEWHERE',
    say: ({ tokenType, parameters, issuer }) => {
      const elsewhere = privilegedRolesOf(tokenType, parameters, issuer).filter(
        ({ address }) => address !== null && address !== issuer,
      );
      return elsewhere.length === 0
        ? undefined
        : `${elsewhere.map(({ role }) => role).join(', ')}: held by an account that this platform has no key of`;
    },
  },
  {
    code: 'HOLDERS_CAN_BE_FROZEN',
    say: (_, { freeze }) =>
      typeof freeze === 'string'
        ? 'Holders will see that their units can be frozen; set freeze to null to rule it out for ever'
        : undefined,
  },
  {
    code: 'HOLDERS_CAN_LOSE_UNITS',
    say: ({ tokenType }, { clawback }) => {
      if (tokenType === 'arc1400')
        return 'Holders will see that the owner can redeem their units, and appoint a controller who can move them';
      return typeof clawback === 'string'
        ? 'Holders will see that their units can be taken back; set clawback to null to rule it out for ever'
        : undefined;
    },
  },
  {
    code: 'FROZEN_FOR_EVER',
    say: (_, { defaultFrozen, freeze }) =>
      defaultFrozen === true && freeze === null
        ? 'Holders start out frozen and nobody can thaw them: only the clawback account can ever move units'
        : undefined,
  },
  {
    code: 'HOLDERS_START_FROZEN',
    say: (_, { defaultFrozen, freeze }) =>
      defaultFrozen === true && typeof freeze === 'string'
        ? 'Holders start out frozen: each must be thawed before it can send or receive'
        : undefined,
  },
  {
    code: 'NO_CAP',
    say: (_, { cap }) =>
      cap === null
        ? 'Without a cap the supply can grow up to the largest number the contract can count'
        : undefined,
  },
  {
    code: 'NOTHING_MINTED',
    say: (_, { initialSupply }) =>
      initialSupply === '0' ? 'Nothing exists until somebody mints' : undefined,
  },
  {
    code: 'SUPPLY_GOES_ELSEWHERE',
    say: ({ issuer }, { initialReceiver, initialSupply }) =>
      initialReceiver !== undefined && initialReceiver !== issuer && initialSupply !== '0'
        ? `The first supply goes to ${initialReceiver}, an account that this platform has no key of`
        : undefined,
  },
  {
    code: 'TRANSFERS_CAN_BE_PAUSED',
    say: ({ tokenType }) =>
      tokenType === 'erc20-mintable' || tokenType === 'arc1400'
        ? 'Holders will see that every transfer can be paused'
        : undefined,
  },
  {
    code: 'WHITELIST_REQUIRED',
    say: (_, { whitelistRequired }) =>
      whitelistRequired === true ? 'Only accounts on the whitelist can hold the token' : undefined,
  },
  {
    code: 'NO_WHITELIST',
    say: (_, { whitelistRequired }) =>
      whitelistRequired === false
        ? 'Anybody can hold the token, which rules on securities may not allow'
        : undefined,
  },
  {
    code: 'URL_NOT_ARC3',
    say: ({ tokenType }, { url }) =>
      tokenType.startsWith('asa-') && typeof url === 'string' && !url.endsWith('#arc3')
        ? 'The url does not end with "#arc3", so wallets will read no ARC-3 metadata from it'
        : undefined,
  },
  {
    code: 'HASH_WITHOUT_URL',
    say: (_, { url, metadataHash }) =>
      url === null && typeof metadataHash === 'string'
        ? 'The metadata hash stands without a url, so nobody can find what it is the hash of'
        : undefined,
  },
];

/**
 * Lists what an issuer should know before the token exists.
 *
 * Whether the payer has the funds is not judged here: that takes the chain.
 *
 * @param facts - The parameters as stored, and where they go.
 * @returns The warnings, in the order of {@link planWarningCodes}; mostly there is at least one.
 * @example
 * planWarningsOf(facts).map(({ code }) => code) // ['REAL_MONEY', 'NO_CAP']
 */
export function planWarningsOf(facts: PlanFacts): PlanWarning[] {
  // Every standard's parameters are some of these; which are there says which rules apply.
  const parameters = facts.parameters as AnyParameters;
  return rows.flatMap(({ code, say }) => {
    const message = say(facts, parameters);
    return message === undefined ? [] : [{ code, message }];
  });
}
