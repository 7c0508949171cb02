export type { Arc56, Arc56Method, Arc56SourceInfo, AvmContract, AvmSchema } from './avmContract.ts';
export { deterministicDeploymentProxy } from './deterministicDeploymentProxy.ts';
export type { EvmContract } from './evmContract.ts';
export { arc200Mintable } from './generated/arc200Mintable.ts';
export { arc200Preminted } from './generated/arc200Preminted.ts';
export { arc1400 } from './generated/arc1400.ts';
export { mintableToken } from './generated/mintableToken.ts';
export { premintedToken } from './generated/premintedToken.ts';
export { mintableTokenRoles } from './mintableTokenRoles.ts';
