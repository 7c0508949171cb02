import { describe } from 'vitest';
import { describeAccepting } from './conformance/accepting.ts';
import { describeAccounts } from './conformance/accounts.ts';
import { describeAdvancing } from './conformance/advancing.ts';
import { describeApiKeys } from './conformance/apiKeys.ts';
import { describeAttempts } from './conformance/attempts.ts';
import { describeAudit } from './conformance/audit.ts';
import { describeContents } from './conformance/contents.ts';
import { describeDeliveries } from './conformance/deliveries.ts';
import { describeDeliveryOrder } from './conformance/deliveryOrder.ts';
import { describeEndpoints } from './conformance/endpoints.ts';
import { describeEvents } from './conformance/events.ts';
import { openHarness, type CreateStoreFixture } from './conformance/fixture.ts';
import { describeGuesses } from './conformance/guesses.ts';
import { describeIdempotency } from './conformance/idempotency.ts';
import { describeLeases } from './conformance/leases.ts';
import { describeLists } from './conformance/lists.ts';
import { describeMails } from './conformance/mails.ts';
import { describePasswords } from './conformance/passwords.ts';
import { describePermits } from './conformance/permits.ts';
import { describeInvitations } from './conformance/invitations.ts';
import { describeOrganizations } from './conformance/organizations.ts';
import { describeRefreshInterleavings } from './conformance/refreshInterleavings.ts';
import { describeRefreshTokens } from './conformance/refreshTokens.ts';
import { describeSealed } from './conformance/sealed.ts';
import { describeSecondFactors } from './conformance/secondFactors.ts';
import { describeSessions } from './conformance/sessions.ts';
import { describeSignatures } from './conformance/signatures.ts';
import { describeSimulation } from './conformance/simulation.ts';
import { describeUsers } from './conformance/users.ts';

const groups = [
  ['users and sessions', describeUsers],
  ['second factors', describeSecondFactors],
  ['sessions and activity', describeSessions],
  ['refresh tokens', describeRefreshTokens],
  ['refresh tokens interleaved', describeRefreshInterleavings],
  ['guesses', describeGuesses],
  ['permits', describePermits],
  ['API keys', describeApiKeys],
  ['organizations', describeOrganizations],
  ['invitations', describeInvitations],
  ['accounts and networks', describeAccounts],
  ['acceptDeployment()', describeAccepting],
  ['leases', describeLeases],
  ['attempts', describeAttempts],
  ['signature requests', describeSignatures],
  ['advance()', describeAdvancing],
  ['lists', describeLists],
  ['contents', describeContents],
  ['webhook endpoints', describeEndpoints],
  ['events', describeEvents],
  ['deliveries', describeDeliveries],
  ['the order of deliveries', describeDeliveryOrder],
  ['idempotency keys', describeIdempotency],
  ['mails', describeMails],
  ['passwords and mailed links', describePasswords],
  ['audit trail', describeAudit],
  ['sealed records', describeSealed],
  ['whatever happens', describeSimulation],
] as const;

/** What every store must do, whatever it is made of. */
export function describeStore(name: string, createFixture: CreateStoreFixture): void {
  const open = () => openHarness(createFixture);
  describe.each(groups)(`store ${name}: %s`, (_, describeGroup) => {
    describeGroup(open);
  });
}

export type { CreateStoreFixture } from './conformance/fixture.ts';
