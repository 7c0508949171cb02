/** The least that a server in production wants, with public test keys. */
export const productionEnv = {
  NODE_ENV: 'production',
  JWT_SECRET: 'public-test-secret-0123456789-abcdefgh',
  KEY_PROVIDER: 'environment',
  KEY_ENVIRONMENT_KEY: Buffer.alloc(32, 'public test key').toString('base64'),
  KEY_ENVIRONMENT_ALLOW_IN_PRODUCTION: 'true',
} as const;
