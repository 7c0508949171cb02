import { arc1400, type Arc1400Parameters, type Arc1400Request } from './arc1400.ts';
import {
  arc200Mintable,
  type Arc200MintableParameters,
  type Arc200MintableRequest,
} from './arc200Mintable.ts';
import {
  arc200Preminted,
  type Arc200PremintedParameters,
  type Arc200PremintedRequest,
} from './arc200Preminted.ts';
import { arc3Fnft, type Arc3FnftParameters, type Arc3FnftRequest } from './arc3Fnft.ts';
import { arc3Ft, type Arc3FtParameters, type Arc3FtRequest } from './arc3Ft.ts';
import { arc3Nft, type Arc3NftParameters, type Arc3NftRequest } from './arc3Nft.ts';
import { asaFnft, type AsaFnftParameters, type AsaFnftRequest } from './asaFnft.ts';
import { asaFt, type AsaFtParameters, type AsaFtRequest } from './asaFt.ts';
import { asaNft, type AsaNftParameters, type AsaNftRequest } from './asaNft.ts';
import {
  erc20Mintable,
  type Erc20MintableParameters,
  type Erc20MintableRequest,
} from './erc20Mintable.ts';
import {
  erc20Preminted,
  type Erc20PremintedParameters,
  type Erc20PremintedRequest,
} from './erc20Preminted.ts';
import type { Standard } from './standard.ts';
import type { TokenType } from './tokenTypes.ts';

/** The body of a request, by token type. */
export interface TokenRequests {
  'asa-ft': AsaFtRequest;
  'asa-nft': AsaNftRequest;
  'asa-fnft': AsaFnftRequest;
  'arc3-ft': Arc3FtRequest;
  'arc3-nft': Arc3NftRequest;
  'arc3-fnft': Arc3FnftRequest;
  'arc200-mintable': Arc200MintableRequest;
  'arc200-preminted': Arc200PremintedRequest;
  arc1400: Arc1400Request;
  'erc20-mintable': Erc20MintableRequest;
  'erc20-preminted': Erc20PremintedRequest;
}

/** The normalised parameters of a deployment, by token type. */
export interface TokenParameters {
  'asa-ft': AsaFtParameters;
  'asa-nft': AsaNftParameters;
  'asa-fnft': AsaFnftParameters;
  'arc3-ft': Arc3FtParameters;
  'arc3-nft': Arc3NftParameters;
  'arc3-fnft': Arc3FnftParameters;
  'arc200-mintable': Arc200MintableParameters;
  'arc200-preminted': Arc200PremintedParameters;
  arc1400: Arc1400Parameters;
  'erc20-mintable': Erc20MintableParameters;
  'erc20-preminted': Erc20PremintedParameters;
}

/** The eleven standards by token type. */
export const standards: {
  readonly [Type in TokenType]: Standard<Type, TokenRequests[Type], TokenParameters[Type]>;
} = {
  'asa-ft': asaFt,
  'asa-nft': asaNft,
  'asa-fnft': asaFnft,
  'arc3-ft': arc3Ft,
  'arc3-nft': arc3Nft,
  'arc3-fnft': arc3Fnft,
  'arc200-mintable': arc200Mintable,
  'arc200-preminted': arc200Preminted,
  arc1400,
  'erc20-mintable': erc20Mintable,
  'erc20-preminted': erc20Preminted,
};
