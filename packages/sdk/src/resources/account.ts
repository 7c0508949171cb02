import type { Transport } from '../internal/transport.ts';
import type {
  ExportAccountRequest,
  ExportedAccount,
  Notifications,
  UpdateNotificationsRequest,
} from '../types/account.ts';
import type { RequestOptions } from '../types/options.ts';

/** The accounts that the server holds for the organization. */
export interface AccountResource {
  /**
   * Takes the accounts along: gets the 24 words that both are derived from.
   *
   * Whoever reads them controls every token and coin of both accounts; the server goes on signing with them.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED`, `PASSWORD_CONFIRMATION_FAILED`, or `FORBIDDEN` for who is no owner.
   */
  export(request?: ExportAccountRequest, options?: RequestOptions): Promise<ExportedAccount>;
  /** Gets which mails you get, beside those about security. */
  notifications(options?: RequestOptions): Promise<Notifications>;
  /** Switches mails on or off; what is left out stays as it is. */
  updateNotifications(
    request: UpdateNotificationsRequest,
    options?: RequestOptions,
  ): Promise<Notifications>;
}

const notifications = 'api/v1/account/notifications';

export function createAccount(transport: Transport): AccountResource {
  return {
    export: (body = {}, options) =>
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
    notifications: (options) =>
      transport.send(
        { name: 'get the notifications', kind: 'session', method: 'GET', path: notifications },
        options,
      ),
    updateNotifications: (body, options) =>
      transport.send(
        {
          name: 'update the notifications',
          kind: 'session',
          method: 'PATCH',
          path: notifications,
          body,
        },
        options,
      ),
  };
}
