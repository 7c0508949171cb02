import { describe } from 'vitest';
import { describeAccepting } from './conformance/accepting.ts';
import { describeAccounts } from './conformance/accounts.ts';
import { describeAdvancing } from './conformance/advancing.ts';
import { describeAttempts } from './conformance/attempts.ts';
import { describeAudit } from './conformance/audit.ts';
import { describeDeliveries } from './conformance/deliveries.ts';
import { describeEndpoints } from './conformance/endpoints.ts';
import { describeEvents } from './conformance/events.ts';
import { openHarness, type CreateStoreFixture, type OpenHarness } from './conformance/fixture.ts';
import { describeIdempotency } from './conformance/idempotency.ts';
import { describeLeases } from './conformance/leases.ts';
import { describeLists } from './conformance/lists.ts';
import { describeRefreshTokens } from './conformance/refreshTokens.ts';
import { describeSimulation } from './conformance/simulation.ts';
import { describeUsers } from './conformance/users.ts';

/** What every store must do, whatever it is made of. */
export function describeStore(name: string, createFixture: CreateStoreFixture): void {
  const open = () => openHarness(createFixture);
  const group = (about: string, describeGroup: (open: OpenHarness) => void) =>
    describe(`${about}`, () => {
      describeGroup(open);
    });
  describe(`store ${name}`, () => {
    group('users and sessions', describeUsers);
    group('refresh tokens', describeRefreshTokens);
    group('accounts and networks', describeAccounts);
    group('acceptDeployment()', describeAccepting);
    group('leases', describeLeases);
    group('attempts', describeAttempts);
    group('advance()', describeAdvancing);
    group('lists', describeLists);
    group('webhook endpoints', describeEndpoints);
    group('events', describeEvents);
    group('deliveries', describeDeliveries);
    group('idempotency keys', describeIdempotency);
    group('audit trail', describeAudit);
    group('whatever happens', describeSimulation);
  });
}

export type { CreateStoreFixture, StoreFixture } from './conformance/fixture.ts';
