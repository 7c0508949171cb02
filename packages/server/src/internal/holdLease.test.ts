import { expect, test } from 'vitest';
import { createManualClock } from '../testing/manualClock.ts';
import { holdLease } from './holdLease.ts';

function createTurn() {
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

test('a lease is renewed three times in its life while the turn runs, and not after it', async () => {
  const clock = createManualClock();
  const startedAt = clock.now().getTime();
  const { ended, end } = createTurn();
  const renewedUntil: number[] = [];
  const renew = async (until: Date): Promise<boolean> => {
    renewedUntil.push(until.getTime() - startedAt);
    return true;
  };

  const held = holdLease({ clock, leaseMs: 3_000, renew }, () => ended);
  await clock.advance(3_500);
  end();
  await held;
  await clock.advance(10_000);

  expect(renewedUntil).toEqual([4_000, 5_000, 6_000]);
});

test('a lost lease is not fought for', async () => {
  const clock = createManualClock();
  const { ended, end } = createTurn();
  let renewals = 0;
  const renew = async (): Promise<boolean> => {
    renewals += 1;
    return false;
  };

  const held = holdLease({ clock, leaseMs: 3_000, renew }, () => ended);
  await clock.advance(9_000);
  end();
  await held;

  expect(renewals).toBe(1);
});

test('a database that does not answer once does not end the renewing', async () => {
  const clock = createManualClock();
  const { ended, end } = createTurn();
  let renewals = 0;
  const renew = async (): Promise<boolean> => {
    renewals += 1;
    throw new Error('busy');
  };

  const held = holdLease({ clock, leaseMs: 3_000, renew }, () => ended);
  await clock.advance(2_000);
  end();
  await held;

  expect(renewals).toBe(2);
});
