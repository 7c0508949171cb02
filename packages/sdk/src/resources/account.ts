import type { Transport } from '../internal/transport.ts';
import type { ExportAccountRequest, ExportedAccount } from '../types/account.ts';
import type { RequestOptions } from '../types/options.ts';

/** The accounts that the server holds for the organization. */
export interface AccountResource {
  /**
   * Takes the accounts along: gets the 24 words that both are derived from.
   *
   * Whoever reads them controls every token and coin of both accounts; the server goes on signing with them.
   *
   * @throws {PermissionError} `PASSWORD_CONFIRMATION_FAILED`, or `FORBIDDEN` for who is no owner.
   */
  export(request: ExportAccountRequest, options?: RequestOptions): Promise<ExportedAccount>;
}

export function createAccount(transport: Transport): AccountResource {
  return {
    export: (body, options) =>
      transport.send(
        {
          name: 'export the account',
          kind: 'session',
          method: 'POST',
          path: 'api/v1/account/export',
          body,
        },
        options,
      ),
  };
}
