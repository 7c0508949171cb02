import { onTestFinished } from 'vitest';
import { createAzureKeyVaultKeyProvider } from './azureKeyVaultKeyProvider.ts';
import { describeKeyProvider } from './conformance.ts';
import { azureTestToken, startFakeAzureKeyVault } from './testing/fakeAzureKeyVault.ts';
import { testCertificate } from './testing/testCertificate.ts';

const credential = {
  getToken: async () => ({ token: azureTestToken, expiresOnTimestamp: Date.now() + 3_600_000 }),
};

describe('RSA-OAEP-256', 'RSA');
describe('A256GCM', 'oct-HSM');

function describe(algorithm: 'RSA-OAEP-256' | 'A256GCM', kind: 'RSA' | 'oct-HSM'): void {
  describeKeyProvider(`azure-key-vault with ${algorithm}, against a fake of its REST`, async () => {
    const fake = await startFakeAzureKeyVault(kind);
    onTestFinished(() => fake[Symbol.asyncDispose]());
    const open = (timeoutMs?: number) =>
      createAzureKeyVaultKeyProvider(
        { kind: 'azure-key-vault', keyUrl: fake.keyUrl, algorithm },
        {
          credential,
          client: {
            // The fake is on 127.0.0.1, which is no part of vault.azure.net.
            disableChallengeResourceVerification: true,
            tlsOptions: { ca: testCertificate },
            retryOptions: { maxRetries: 0 },
          },
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        },
      );
    return {
      provider: await open(),
      reopen: () => open(),
      rotate: async () => fake.rotate(),
      masterKeys: async () => [],
      credentials: [azureTestToken],
      outside: {
        disableKey: async () => fake.disable(),
        throttle: () => void (fake.fault = { status: 429, json: { error: { code: 'Throttled' } } }),
        silence: () => void (fake.fault = 'silence'),
        mend: () => void (fake.fault = undefined),
        hurried: open,
      },
    };
  });
}
