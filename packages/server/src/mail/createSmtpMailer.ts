import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { isLoopback } from '../internal/isLoopback.ts';
import type { Secret } from '../internal/secret.ts';
import type { MailAnswer, Mailer, MailMessage } from '../ports/mailer.ts';

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS, which may only be missing on this machine itself. */
  readonly secure: boolean;
  readonly credentials: { readonly user: string; readonly password: Secret<string> } | null;
  readonly from: { readonly name: string; readonly address: string };
  /** Time for each step of a conversation. @default 10_000 */
  readonly timeoutMs?: number;
  /** Certificates to trust instead of the public ones, PEM. */
  readonly ca?: string;
}

/** Sends mails by SMTP: one connection for each, since they are few. */
export function createSmtpMailer(settings: SmtpSettings): Mailer {
  const { host, port, secure, credentials, from, timeoutMs = 10_000, ca } = settings;
  const sockets = new Set<Socket>();

  function openTransport() {
    let socket: Socket | undefined;
    const transport = createTransport({
      host,
      port,
      secure,
      // A password and a reset link never cross a network in the clear.
      requireTLS: !secure && !isLoopback(host),
      ...(credentials === null
        ? {}
        : { auth: { user: credentials.user, pass: credentials.password.reveal() } }),
      ...(ca === undefined ? {} : { tls: { ca } }),
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
      // Our own socket, so that a conversation can be ended in the middle.
      getSocket(_options, done) {
        socket = connect({ host, port, timeout: timeoutMs });
        sockets.add(socket);
        const end = (error?: Error) => {
          socket?.removeAllListeners();
          if (error !== undefined) socket?.destroy();
          done(error ?? null, error === undefined && socket ? { connection: socket } : false);
        };
        socket.once('connect', () => end());
        socket.once('error', end);
        socket.once('timeout', () => end(new Error('the connection timed out')));
      },
    });
    return {
      transport,
      end() {
        transport.close();
        socket?.destroy();
        if (socket !== undefined) sockets.delete(socket);
      },
    };
  }

  async function send(message: MailMessage, signal: AbortSignal): Promise<MailAnswer> {
    const { transport, end } = openTransport();
    const broken = new Promise<never>((_, reject) => {
      const reject_ = () => reject(new Error('it was broken off'));
      if (signal.aborted) reject_();
      signal.addEventListener('abort', reject_, { once: true });
    });
    broken.catch(() => {});
    try {
      await Promise.race([
        transport.sendMail({
          from,
          to: { name: '', address: message.to },
          subject: message.subject,
          text: message.text,
          html: message.html,
          messageId: message.messageId,
          date: message.at,
          // Tells other machines that nobody reads an answer (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
        }),
        broken,
      ]);
      return { kind: 'taken' };
    } catch (error) {
      return toAnswer(error);
    } finally {
      end();
    }
  }

  return {
    name: `smtp at ${host}:${port}`,
    send,
    async check() {
      const { transport, end } = openTransport();
      try {
        await transport.verify();
        return null;
      } catch (error) {
        return toAnswer(error).reason;
      } finally {
        end();
      }
    },
    async close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** What went wrong, in our words: an answer of a mail server may quote what it was sent. */
function toAnswer(error: unknown): Exclude<MailAnswer, { kind: 'taken' }> {
  const { code = '', responseCode } = error as { code?: string; responseCode?: number };
  const status = responseCode === undefined ? '' : ` with ${responseCode}`;
  if (code === 'EAUTH')
    return { kind: 'failed', reason: `the mail server refuses our credentials${status}` };
  // Only about this reader or this mail; another time will be no different.
  if (['EENVELOPE', 'EMESSAGE'].includes(code) && isPermanent(responseCode))
    return { kind: 'refused', reason: `the mail server refuses this mail${status}` };
  if (responseCode !== undefined)
    return { kind: 'failed', reason: `the mail server answers${status}` };
  if (code === 'ETLS')
    return { kind: 'failed', reason: 'the mail server offers no encryption that can be trusted' };
  return {
    kind: 'failed',
    reason:
      code === 'ETIMEDOUT' ? 'the mail server is too slow' : 'the mail server cannot be reached',
  };
}

function isPermanent(responseCode: number | undefined): boolean {
  return responseCode !== undefined && responseCode >= 500;
}
