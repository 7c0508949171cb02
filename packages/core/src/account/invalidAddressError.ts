import { AppError } from '../error/appError.ts';

/** Thrown when a text is not an address of the chain family. Says what is wrong without quoting the text. */
export class InvalidAddressError extends AppError {
  override readonly name = 'InvalidAddressError';

  // The text is not quoted: what people paste into an address field by mistake may be a phrase.
  constructor({ family, problem }: { family: 'avm' | 'evm'; problem: string }) {
    super({
      code: 'INVALID_ADDRESS',
      message: `Cannot read ${family === 'avm' ? 'Algorand' : 'EVM'} address: ${problem}`,
      details: { family },
    });
  }
}
