export * from './canonicalJson.ts';
export * from './fingerprint.ts';
