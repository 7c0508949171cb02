import { assertNever } from '../internal/assertNever.ts';
import type { KeyProviderSettings } from './createKeyProvider.ts';
import { KeyProviderUnavailableError } from './keyServiceErrors.ts';

type Kind = KeyProviderSettings['kind'];

/** What an operator must grant for a provider to work. */
const permissions: Readonly<Partial<Record<Kind, string>>> = {
  'aws-kms': 'kms:Encrypt and kms:Decrypt on the key of KEY_AWS_KEY_ID',
  'azure-key-vault':
    'the role "Key Vault Crypto Service Encryption User" (for A256GCM: "Managed HSM Crypto User") on the key of KEY_AZURE_KEY_URL',
  'gcp-kms': 'the role "roles/cloudkms.cryptoKeyEncrypterDecrypter" on the key of KEY_GCP_KEY_NAME',
  'hashicorp-vault':
    'a policy with "update" on MOUNT/encrypt/KEY and MOUNT/decrypt/KEY (KEY_VAULT_MOUNT, KEY_VAULT_KEY)',
  pkcs11: 'the use of the key for encryption and decryption (CKA_ENCRYPT, CKA_DECRYPT)',
};

const credentials: Readonly<Partial<Record<Kind, string>>> = {
  'aws-kms': 'the role of this machine, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  'azure-key-vault':
    'the identity of this machine, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET',
  'gcp-kms': 'KEY_GCP_CREDENTIALS_FILE, or the application default credentials',
  'hashicorp-vault':
    'KEY_VAULT_TOKEN, KEY_VAULT_ROLE_ID and KEY_VAULT_SECRET_ID, or KEY_VAULT_KUBERNETES_ROLE',
  pkcs11: 'KEY_PKCS11_PIN',
};

const places: Readonly<Partial<Record<Kind, string>>> = {
  'aws-kms': 'KEY_AWS_REGION, KEY_AWS_ENDPOINT',
  'azure-key-vault': 'KEY_AZURE_KEY_URL',
  'gcp-kms': 'KEY_GCP_ENDPOINT',
  'hashicorp-vault': 'KEY_VAULT_URL',
  pkcs11: 'KEY_PKCS11_TOKEN, KEY_PKCS11_MODULE',
};

const keyNames: Readonly<Partial<Record<Kind, string>>> = {
  'aws-kms': 'KEY_AWS_KEY_ID',
  'azure-key-vault': 'KEY_AZURE_KEY_URL',
  'gcp-kms': 'KEY_GCP_KEY_NAME',
  'hashicorp-vault': 'KEY_VAULT_KEY',
  pkcs11: 'KEY_PKCS11_KEY',
};

/** What an operator can do about a provider that does not work; undefined where the error says it itself. */
export function howToFix(kind: Kind, error: unknown): string | undefined {
  if (!(error instanceof KeyProviderUnavailableError)) return undefined;
  switch (error.problem) {
    case 'unreachable':
    case 'late':
      return `Check the way to the service: ${places[kind] ?? 'network, DNS and TLS'}.`;
    case 'throttled':
      return 'Ask for a higher quota, or keep other users of the key away.';
    case 'failing':
      return 'Look at the state of the service itself.';
    case 'not-authenticated':
      return `Correct ${credentials[kind] ?? 'the credentials'}.`;
    case 'not-permitted':
      return `Grant ${permissions[kind] ?? 'the use of the key'}, and check ${credentials[kind] ?? 'the credentials'}.`;
    case 'key-missing':
      return `Make the key, or correct ${keyNames[kind] ?? 'its name'}.`;
    case 'key-disabled':
      return 'Enable the key and the versions that records still need.';
    case 'strange-answer':
    case 'not-authentic':
      return `Check that the key is of the kind that docs/keys.md asks for, and that nothing between here and there changes answers.`;
    default:
      return assertNever(error.problem);
  }
}
