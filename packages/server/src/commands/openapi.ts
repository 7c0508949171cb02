import { createOpenApi } from '../http/openapi.ts';
import { exitCodes, type Command } from './command.ts';

/** Prints the description of the API. */
export const openapi: Command = {
  summary: 'Print the OpenAPI 3.1 description of the API',
  async run() {
    process.stdout.write(`${JSON.stringify(createOpenApi(), null, 2)}\n`);
    return exitCodes.ok;
  },
};
