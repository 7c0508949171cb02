export * from './aead.ts';
export * from './sealedAad.ts';
export { readSealedHeader, type SealedDataKey, type SealedHeader } from './sealedHeader.ts';
export * from './sealedRecordErrors.ts';
export * from './sealRecord.ts';
