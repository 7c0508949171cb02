import type { Transport } from '../internal/transport.ts';
import type {
  AccountAnswer,
  AccountList,
  ExportAccountRequest,
  ExportedAccount,
  ImportArc76Request,
  ImportedAccount,
  Notifications,
  UpdateNotificationsRequest,
} from '../types/account.ts';
import type { RequestOptions } from '../types/options.ts';
import type { ProvenOptions } from '../types/security.ts';

/** The accounts that the server holds for the organization. */
export interface AccountResource {
  /** Gets all of them: those made by the server, then those brought in, oldest first. */
  list(options?: RequestOptions): Promise<AccountList>;
  /**
   * Lets an account issue what is new on its networks, in place of the one that did.
   *
   * Deployments that were accepted before end with the account that they began with.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED` without proof of who asks, or `FORBIDDEN` for who is no owner.
   * @throws {NotFoundError} `ACCOUNT_NOT_FOUND`.
   */
  chooseIssuing(accountId: string, options?: ProvenOptions): Promise<AccountAnswer>;
  /**
   * Brings an account of ARC-76's email form in, which issues from now on. Its password can be guessed from its
   * address: see the `warning`, and move to an account made by the server as soon as you can.
   *
   * @throws {ValidationError} `ACCOUNT_RISK_NOT_ACCEPTED` with the warning, or `ACCOUNT_ADDRESS_MISMATCH`.
   * @throws {ConflictError} `ACCOUNT_ALREADY_HELD` or `ACCOUNT_LIMIT`.
   * @throws {PermissionError} `STEP_UP_REQUIRED`, `PASSWORD_CONFIRMATION_FAILED`, `EMAIL_NOT_VERIFIED` before `auth.verifyEmail`, or `FORBIDDEN` for who is no owner.
   * @throws {RateLimitError} After ten tries within an hour, or while too many others wait.
   */
  importArc76(request: ImportArc76Request, options?: RequestOptions): Promise<ImportedAccount>;
  /**
   * Takes the accounts along: gets the 24 words that those made by the server are derived from.
   *
   * Whoever reads them controls every token and coin of both accounts; the server goes on signing with them. They do
   * not open accounts that were brought in: `notOpened` lists those.
   *
   * @throws {PermissionError} `STEP_UP_REQUIRED`, `PASSWORD_CONFIRMATION_FAILED`, `EMAIL_NOT_VERIFIED` before `auth.verifyEmail`, or `FORBIDDEN` for who is no owner.
   * @throws {RateLimitError} After five times within an hour.
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

const path = 'api/v1/account';
const notifications = `${path}/notifications`;

export function createAccount(transport: Transport): AccountResource {
  return {
    list: (options) =>
      transport.send({ name: 'list the accounts', kind: 'session', method: 'GET', path }, options),
    chooseIssuing: (accountId, options) =>
      transport.send(
        {
          name: 'choose the issuing account',
          kind: 'keyed',
          method: 'POST',
          path: `${path}/issuing`,
          body: { accountId, ...options?.proof },
        },
        options,
      ),
    importArc76: (body, options) =>
      transport.send(
        {
          name: 'import the account',
          kind: 'keyed',
          method: 'POST',
          path: `${path}/import-arc76`,
          body,
        },
        options,
      ),
    export: (body = {}, options) =>
      transport.send(
        {
          name: 'export the account',
          kind: 'session',
          method: 'POST',
          path: `${path}/export`,
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
