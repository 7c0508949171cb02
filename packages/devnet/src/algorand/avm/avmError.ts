import { TransactionError } from '../errors.ts';

/** Ends a program: thrown by opcodes and by what the environment refuses, with algod's sentence. */
export class AvmError extends TransactionError {}
