/** What the conformance suites proved of each standard, and on which nodes; `pnpm support-matrix` writes the file. */
import {
  features,
  featuresOf,
  standards,
  tokenTypes,
  type ChainFamily,
  type Feature,
  type FeatureSupport,
  type TokenType,
} from '@biatec-tokens/core';
import support from './support.json' with { type: 'json' };

/** By standard, feature and node: whether the test passed there. */
export type SupportResults = Partial<
  Record<TokenType, Partial<Record<Feature, Record<string, boolean>>>>
>;

/** The features of a standard as proven; one that no test ran for is not. */
export function supportOf(
  tokenType: TokenType,
  results: SupportResults = support,
): FeatureSupport[] {
  return featuresOf(tokenType).map((feature) => {
    const nodes = Object.entries(results[tokenType]?.[feature] ?? {});
    const provenOn = nodes.filter(([, passed]) => passed).map(([node]) => node);
    const failedOn = nodes.filter(([, passed]) => !passed).map(([node]) => node);
    const tried = failedOn.length > 0 ? 'failed' : 'proven';
    return {
      feature,
      title: features[feature].title,
      status: nodes.length === 0 ? 'not-proven' : tried,
      provenOn,
      failedOn,
    };
  });
}

/** The nodes that standards of a family were tried on. */
export function nodesTried(family: ChainFamily, results: SupportResults = support): string[] {
  const nodes = tokenTypes
    .filter((tokenType) => standards[tokenType].family === family)
    .flatMap((tokenType) => Object.values(results[tokenType] ?? {}).flatMap(Object.keys));
  return [...new Set(nodes)].toSorted();
}
