export type { Arc1400Parameters, Arc1400Request, TokenDocument } from './arc1400.ts';
export type { Arc200MintableParameters, Arc200MintableRequest } from './arc200Mintable.ts';
export type { Arc200PremintedParameters, Arc200PremintedRequest } from './arc200Preminted.ts';
export type { Arc3Options, Arc3Parameters } from './arc3.ts';
export type { Arc3FnftParameters, Arc3FnftRequest } from './arc3Fnft.ts';
export type { Arc3FtParameters, Arc3FtRequest } from './arc3Ft.ts';
export type { Arc3Localization, Arc3Metadata } from './arc3Metadata.ts';
export type { Arc3NftParameters, Arc3NftRequest } from './arc3Nft.ts';
export type {
  AsaOptions,
  AsaParameters,
  AsaParametersBase,
  AsaReference,
  AsaRoles,
} from './asa.ts';
export type { AsaFnftParameters, AsaFnftRequest } from './asaFnft.ts';
export type { AsaFtParameters, AsaFtRequest } from './asaFt.ts';
export type { AsaNftParameters, AsaNftRequest } from './asaNft.ts';
export * from './arc3Asset.ts';
export * from './buildArc3Metadata.ts';
export * from './checkTokenRequest.ts';
export type {
  ContractTokenOptions,
  ContractTokenParametersBase,
  MintableParameters,
  PremintedParameters,
} from './contractToken.ts';
export type { Erc20MintableParameters, Erc20MintableRequest } from './erc20Mintable.ts';
export type { Erc20PremintedParameters, Erc20PremintedRequest } from './erc20Preminted.ts';
export * from './features.ts';
export * from './mapIssues.ts';
export * from './planWarnings.ts';
export * from './privilegedRoles.ts';
export type * from './standard.ts';
export * from './standards.ts';
export * from './tokenTypes.ts';
