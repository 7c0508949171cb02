/** Who gets powers over a token when it is issued, as a table. */
import type { AsaRoles } from './asa.ts';
import type { TokenParameters } from './standards.ts';
import type { TokenType } from './tokenTypes.ts';

/** A power over a token, and who has it from the start. */
export interface PrivilegedRole {
  readonly role: string;
  /** Null: nobody. */
  readonly address: string | null;
  /** What its holder may do. */
  readonly may: string;
  /** Whether somebody else can get it later; false with nobody: for ever. */
  readonly canChange: boolean;
}

interface RoleRow<Parameters> {
  readonly role: string;
  readonly may: string;
  /** @default the issuer */
  readonly holder?: (parameters: Parameters) => string | null;
  /** @default always */
  readonly canChange?: (parameters: Parameters) => boolean;
}

/** A manager can hand a role on, or take it away for ever; one that nobody has stays nobody's. */
function asaRole(role: keyof AsaRoles, may: string): RoleRow<Required<AsaRoles>> {
  return {
    role,
    may,
    holder: (asked) => asked[role],
    canChange: (asked) => asked.manager !== null && asked[role] !== null,
  };
}

const asaRoles = [
  asaRole('manager', 'change all four roles, and delete the asset while holding all of it'),
  asaRole('reserve', 'hold what is not in circulation; gives no power'),
  asaRole('freeze', 'freeze and unfreeze what any holder has'),
  asaRole('clawback', 'take units from any holder'),
];

const roles: {
  readonly [Type in TokenType]: readonly RoleRow<TokenParameters[Type]>[];
} = {
  'asa-ft': asaRoles,
  'asa-nft': asaRoles,
  'asa-fnft': asaRoles,
  'arc3-ft': asaRoles,
  'arc3-nft': asaRoles,
  'arc3-fnft': asaRoles,
  'arc200-mintable': [
    { role: 'owner', may: 'mint up to the cap, and hand the ownership on or give it up' },
  ],
  'arc200-preminted': [],
  arc1400: [
    {
      role: 'owner',
      may: 'issue, redeem units of any holder, list who may hold, halt, lock, close partitions, record documents, appoint the controller, and hand the ownership on or give it up',
    },
    {
      role: 'controller',
      may: 'move and redeem units of any holder, with a reason on chain',
      holder: () => null,
    },
  ],
  'erc20-mintable': [
    { role: 'admin', may: 'grant and revoke every role' },
    { role: 'minter', may: 'mint up to the cap' },
    { role: 'pauser', may: 'stop and resume every transfer, mint and burn' },
  ],
  'erc20-preminted': [],
};

/**
 * Lists who has which power over a token right after it is issued.
 *
 * Later changes on chain are not in it. Empty where nobody has any.
 *
 * @param tokenType - The standard.
 * @param parameters - As stored with the deployment.
 * @param issuer - Address of the issuer's account on the token's network.
 * @returns The roles, in the order people read them.
 * @example
 * privilegedRolesOf('erc20-mintable', parameters, issuer).map(({ role }) => role) // ['admin', 'minter', 'pauser']
 */
export function privilegedRolesOf<Type extends TokenType>(
  tokenType: Type,
  parameters: TokenParameters[Type],
  issuer: string,
): PrivilegedRole[] {
  const rows: readonly RoleRow<TokenParameters[Type]>[] = roles[tokenType];
  return rows.map(({ role, may, holder, canChange }) => ({
    role,
    address: holder === undefined ? issuer : holder(parameters),
    may,
    canChange: canChange?.(parameters) ?? true,
  }));
}
