import { onTestFinished } from 'vitest';
import { startFaultProxy } from '../testing/faultProxy.ts';
import { createAwsKmsKeyProvider } from './awsKmsKeyProvider.ts';
import { describeKeyProvider, type KeyProviderSubject } from './conformance.ts';
import { awsTestCredentials, refuse, startFakeAwsKms } from './testing/fakeAwsKms.ts';
import { describeWhereGiven } from './testing/describeWhereGiven.ts';

const region = 'eu-central-1';

function openAt(endpoint: string, keyId: string, timeoutMs?: number) {
  return createAwsKmsKeyProvider(
    { kind: 'aws-kms', keyId, region, endpoint },
    { credentials: awsTestCredentials, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
  );
}

const common = {
  masterKeys: async () => [],
  credentials: [awsTestCredentials.secretAccessKey],
};

describeKeyProvider('aws-kms, against a fake of its protocol', async () => {
  const fake = await startFakeAwsKms();
  onTestFinished(() => fake[Symbol.asyncDispose]());
  return {
    ...common,
    provider: await openAt(fake.url, fake.alias),
    reopen: () => openAt(fake.url, fake.alias),
    rotate: async () => fake.rotate(),
    outside: {
      disableKey: async () => fake.disable(),
      throttle: () => void (fake.fault = refuse('ThrottlingException')),
      silence: () => void (fake.fault = 'silence'),
      mend: () => void (fake.fault = undefined),
      hurried: (timeoutMs) => openAt(fake.url, fake.alias, timeoutMs),
    },
  };
});

describeWhereGiven('aws-kms, against moto', ['TEST_AWS_KMS_ENDPOINT'], ([endpoint]) => {
  describeKeyProvider('aws-kms, against moto', async (): Promise<KeyProviderSubject> => {
    const sdk = await import('@aws-sdk/client-kms');
    const admin = new sdk.KMSClient({ endpoint, region, credentials: awsTestCredentials });
    const alias = `alias/biatec-${crypto.randomUUID()}`;
    const createKey = async () => {
      const { KeyMetadata } = await admin.send(new sdk.CreateKeyCommand({}));
      return KeyMetadata?.KeyId ?? '';
    };
    const first = { AliasName: alias, TargetKeyId: await createKey() };
    await admin.send(new sdk.CreateAliasCommand(first));
    const proxy = await startFaultProxy(endpoint);
    onTestFinished(() => proxy[Symbol.asyncDispose]());
    return {
      ...common,
      // To a blob that names no key of its own, moto says that access is denied. It encrypts with disabled keys too.
      vague: true,
      provider: await openAt(proxy.url, alias),
      reopen: () => openAt(endpoint, alias),
      async rotate() {
        const move = { AliasName: alias, TargetKeyId: await createKey() };
        await admin.send(new sdk.UpdateAliasCommand(move));
      },
      outside: {
        throttle: () =>
          proxy.break({
            kind: 'lie',
            bend: () => ({ status: 400, body: JSON.stringify(refuse('ThrottlingException').json) }),
          }),
        silence: () => proxy.break({ kind: 'slow' }),
        mend: () => proxy.mend(),
        hurried: (timeoutMs) => openAt(proxy.url, alias, timeoutMs),
      },
    };
  });
});
