import { expect, test } from 'vitest';
import { arc3AssetParametersOf } from './arc3Asset.ts';
import { checkTokenRequest } from './checkTokenRequest.ts';
import { testAddresses, validRequests } from './violations.ts';

test('the asset carries the address of its metadata file as ARC-3 wants it, within the 96 bytes of a URL', () => {
  const check = checkTokenRequest({
    tokenType: 'arc3-nft',
    body: validRequests['arc3-nft'],
    issuer: { avm: testAddresses.avm, evm: testAddresses.evm },
  });
  if (!check.ok) throw new Error('The example is valid');
  const metadataCid = 'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku';

  const parameters = arc3AssetParametersOf(check.parameters, {
    metadataCid,
    metadataHash: new Uint8Array(32).fill(7),
    mediaCid: null,
  });

  expect(parameters).toEqual({
    ...check.parameters,
    url: `ipfs://${metadataCid}#arc3`,
    metadataHash: 'BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=',
    metadataCid,
    mediaCid: null,
  });
  expect(parameters.url.length).toBeLessThanOrEqual(96);
});
