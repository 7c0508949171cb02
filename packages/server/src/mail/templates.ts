import { networks, standards, type NetworkId, type TokenType } from '@biatec-tokens/core';
import type { MailKind } from '../ports/store/index.ts';
import { toPlainLine } from './plainText.ts';

/** What a mail can tell: the facts stored with it, each already one plain line. */
export type Facts = Readonly<Record<string, string | undefined>>;

/** The words of a mail, before they become text and HTML. */
export interface MailWords {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** Shown after the paragraphs. */
  readonly link?: { readonly title: string; readonly url: string };
  /** Shown last. */
  readonly closing?: string;
}

export interface MailFacts {
  readonly facts: Facts;
  /** When it was written. */
  readonly at: Date;
  /** The link of this mail's token. */
  readonly link: (path: string) => string;
}

type Template = (mail: MailFacts) => MailWords;

const notYou =
  'If this was not you, reset your password now, and look at the security activity of your account.';

/**
 * The words of every mail.
 *
 * No name of a person is ever in them: whoever registers somebody else's address could make us send that person anything
 * they like as a name. What comes from outside stands alone in its line and is never a link.
 */
export const templates: Readonly<Record<MailKind, Template>> = {
  'email-verification': ({ link }) => ({
    subject: 'Confirm your email address',
    paragraphs: [
      'Somebody registered with this email address at BiatecTokens. Confirm that it is yours to issue tokens on public networks.',
    ],
    link: { title: 'Confirm this address', url: link('verify-email') },
    closing:
      'The link works once, for 24 hours. If it was not you, ignore this mail; to use BiatecTokens with this address yourself, reset the password.',
  }),

  invitation: ({ facts, link }) => ({
    subject: 'You are invited to an organization',
    paragraphs: [
      'A member of an organization at BiatecTokens invites you to join it.',
      ...lineOf('Invited by', facts['inviter']),
      ...lineOf('Your role', facts['role']),
    ],
    link: { title: 'See the invitation', url: link('accept-invitation') },
    closing:
      'The link works once, for 7 days, for a user of this email address: sign in with it, or register first. If you expect no invitation, ignore this mail.',
  }),

  'password-reset': ({ facts, link }) => ({
    subject: 'Reset your password',
    paragraphs: [
      'Somebody asked to reset the password of your account at BiatecTokens.',
      ...whereFrom(facts),
    ],
    link: { title: 'Choose a new password', url: link('reset-password') },
    closing:
      'The link works once, for 30 minutes. Every session ends with it; API keys go on, unless nobody confirmed this address before. If it was not you, ignore this mail: your password stays as it is.',
  }),

  'password-changed': ({ facts, at }) => ({
    subject: 'Your password was changed',
    paragraphs: [
      facts['how'] === 'reset'
        ? `The password of your account was reset at ${timeOf(at)} with a link from your mail.`
        : `The password of your account was changed at ${timeOf(at)}.`,
      ...whereFrom(facts),
      facts['how'] === 'reset' ? 'Every session has ended.' : 'Every other session has ended.',
      facts['firstProof'] === undefined
        ? 'API keys that you made go on: revoke those you do not know.'
        : 'The API keys made before, and the second factor, are void, and webhook endpoints are disabled: nobody had shown before that they read mail to this address.',
      notYou,
    ],
  }),

  'new-device': ({ facts, at }) => ({
    subject: 'New sign-in to your account',
    paragraphs: [
      `Somebody signed in to your account at ${timeOf(at)} from a device or network that was not seen before.`,
      ...whereFrom(facts),
      notYou,
    ],
  }),

  'second-factor-on': ({ facts, at }) => ({
    subject: 'Your second factor is on',
    paragraphs: [
      `From ${timeOf(at)} on, signing in to your account asks for a code of your authenticator app too.`,
      ...whereFrom(facts),
      'Keep the recovery codes where you find them without the app.',
      notYou,
    ],
  }),

  'second-factor-off': ({ facts, at }) => ({
    subject: 'Your second factor was taken away',
    paragraphs: [
      `Since ${timeOf(at)} signing in to your account asks for your password only.`,
      ...whereFrom(facts),
      notYou,
    ],
  }),

  'recovery-codes-renewed': ({ facts, at }) => ({
    subject: 'Your recovery codes were replaced',
    paragraphs: [
      `Ten new recovery codes of your second factor were shown at ${timeOf(at)}, after your password was entered again. The old ones are void.`,
      ...whereFrom(facts),
      notYou,
    ],
  }),

  'api-key-made': ({ facts, at }) => ({
    subject: 'An API key was made in your name',
    paragraphs: [
      `An API key was made in your name at ${timeOf(at)}, after your password was entered again. It goes on working when your password changes.`,
      ...lineOf('Begins with', facts['hint']),
      ...lineOf('Scopes', facts['scopes']),
      ...whereFrom(facts),
      'If this was not you, revoke the key, reset your password, and look at the security activity of your account.',
    ],
  }),

  'new-administrator': ({ facts, at }) => ({
    subject:
      facts['role'] === 'owner'
        ? 'Your organization has another owner'
        : 'Your organization has another admin',
    paragraphs: [
      facts['role'] === 'owner'
        ? `An organization that you belong to went to another owner at ${timeOf(at)}; who owned it is an admin now.`
        : `Somebody became an admin of an organization that you belong to at ${timeOf(at)}: they may invite, change roles and make API keys.`,
      ...lineOf('Organization', facts['organizationId']),
      ...lineOf('Member', facts['member']),
      ...whereFrom(facts),
      'If nobody was meant to, reset your password, and look at the security activity of the organization.',
    ],
  }),

  'account-exported': ({ facts, at }) => ({
    subject: 'The secret words of your accounts were shown',
    paragraphs: [
      `The 24 words of your organization's accounts were shown at ${timeOf(at)}, after your password was entered again.`,
      ...whereFrom(facts),
      'Whoever has these words controls every token and coin of these accounts, for ever. If this was not you, move what they hold to other accounts at once, and reset your password.',
    ],
  }),

  'webhook-disabled': ({ facts, at }) => ({
    subject: 'A webhook endpoint was disabled',
    paragraphs: [
      `A webhook endpoint of your organization was disabled at ${timeOf(at)}.`,
      ...lineOf('Endpoint', facts['endpointId']),
      ...lineOf('Host', facts['host']),
      ...lineOf('Reason', facts['reason']),
      'No event is lost: what it missed waits, and goes out in order once the endpoint is mended and enabled again.',
    ],
  }),

  'issuing-account': ({ facts, at }) => ({
    subject:
      facts['how'] === 'imported'
        ? 'An account was brought into your organization'
        : 'Another account issues your tokens',
    paragraphs: [
      facts['how'] === 'imported'
        ? `An ARC-76 account was brought into your organization at ${timeOf(at)}, after your password was entered again. It issues your new tokens from now on.`
        : `Another account of your organization issues your new tokens since ${timeOf(at)}, as you or somebody with your password asked.`,
      ...lineOf('Account', facts['address']),
      ...lineOf('Issued before', facts['previous']),
      ...whereFrom(facts),
      'If this was not you, reset your password now, let the account that issued before do so again, and issue nothing until then.',
    ],
  }),

  'deployment-completed': ({ facts }) => ({
    subject: `Your token${quoted(facts['name'])} is issued`,
    paragraphs: [`Your ${standardOf(facts)} on ${networkOf(facts)} is issued.`, ...placeOf(facts)],
    closing: optional,
  }),

  'deployment-failed': ({ facts }) => ({
    subject: `Your token${quoted(facts['name'])} could not be issued`,
    paragraphs: [
      `The deployment of your ${standardOf(facts)} on ${networkOf(facts)} has failed.`,
      ...lineOf('Reason', facts['error']),
      ...lineOf('Deployment', facts['deploymentId']),
      'Read its history for what can be done, and retry it once the cause is mended.',
    ],
    closing: optional,
  }),
};

const optional = 'You can switch these mails off in the notification settings of your account.';

function whereFrom(facts: Facts): string[] {
  return [...lineOf('From address', facts['ip']), ...lineOf('With', facts['userAgent'])];
}

function placeOf(facts: Facts): string[] {
  return [
    ...lineOf('Asset or application id', facts['assetId']),
    ...lineOf('Contract', facts['contractAddress']),
    ...lineOf('Deployment', facts['deploymentId']),
  ];
}

function lineOf(title: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`${title}: ${value}`];
}

function standardOf({ tokenType = '' }: Facts): string {
  return Object.hasOwn(standards, tokenType) ? standards[tokenType as TokenType].title : 'token';
}

function networkOf({ networkId = '' }: Facts): string {
  return Object.hasOwn(networks, networkId) ? networks[networkId as NetworkId].name : 'its network';
}

function quoted(name: string | undefined): string {
  return name === undefined ? '' : ` "${toPlainLine(name, 50)}"`;
}

function timeOf(at: Date): string {
  return at.toISOString().replace('T', ' ').replace(/\..*$/, ' UTC');
}
