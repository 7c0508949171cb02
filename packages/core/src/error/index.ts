export * from './appError.ts';
export * from './errorCodes.ts';
export * from './validationError.ts';
