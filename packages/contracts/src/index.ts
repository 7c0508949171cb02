export { deterministicDeploymentProxy } from './deterministicDeploymentProxy.ts';
export type { EvmContract } from './evmContract.ts';
export { mintableToken } from './generated/mintableToken.ts';
export { premintedToken } from './generated/premintedToken.ts';
export { mintableTokenRoles } from './mintableTokenRoles.ts';
