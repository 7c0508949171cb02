/** Role ids of `MintableToken`, for `hasRole`, `grantRole` and `revokeRole`. The issuer holds all three. */
export const mintableTokenRoles = {
  /** May grant and revoke every role: OpenZeppelin's `DEFAULT_ADMIN_ROLE`. */
  admin: '0x0000000000000000000000000000000000000000000000000000000000000000',
  /** keccak256 of `MINTER_ROLE`. */
  minter: '0x9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a6',
  /** keccak256 of `PAUSER_ROLE`. */
  pauser: '0x65d7a28e3265b37a6474929f336521b332c1681b933f6cb9f3376673440d862a',
} as const;
