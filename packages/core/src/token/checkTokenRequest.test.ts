import { expect, test } from 'vitest';
import { checkTokenRequest } from './checkTokenRequest.ts';
import { standards } from './standards.ts';
import { tokenTypes } from './tokenTypes.ts';
import { testAddresses, validRequests, violations } from './violations.ts';

const issuer = { avm: testAddresses.avm, evm: testAddresses.evm };

test.each(tokenTypes)(
  'a valid %s request is accepted, in the form the standard publishes',
  (tokenType) => {
    const check = checkTokenRequest({ tokenType, body: validRequests[tokenType], issuer });

    expect(check).toMatchObject({ ok: true, network: validRequests[tokenType].network });
    if (!check.ok) return;
    expect(standards[tokenType].parametersSchema.parse(check.parameters)).toEqual(check.parameters);
    expect(JSON.parse(JSON.stringify(check.parameters))).toEqual(check.parameters);
  },
);

test.each(violations)('$tokenType: $name', ({ tokenType, body, path, code }) => {
  const check = checkTokenRequest({ tokenType, body, issuer });

  expect(check).toEqual({
    ok: false,
    problems: [{ path, code, message: expect.stringMatching(/^\S.*[^.]$/s) }],
  });
});
