import { AppError } from '@biatec-tokens/core';
import { expect, test } from 'vitest';
import { createAuthHarness } from '../../testing/createAuthHarness.ts';

test('a founding over the limit is refused before anything is derived', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  const { organizations } = h.callAny(accessToken);
  for (let owned = 1; owned < 20; owned += 1) await organizations.create({ name: `No. ${owned}` });
  const { count } = h.derivations;
  expect(count).toBeGreaterThan(0);

  for (let time = 0; time < 3; time += 1) {
    const error = await organizations.create({ name: 'One more' }).catch(causeOf);
    expect(error).toMatchObject({ code: 'ORGANIZATION_LIMIT', details: { limit: 20 } });
  }

  expect(h.derivations.count).toBe(count);
  expect(h.countOf('organizations')).toBe(20);
});

test('of foundings at once no more come through than the limit leaves room for', async () => {
  await using h = await createAuthHarness();
  const { accessToken } = await h.given.user();
  const { organizations } = h.callAny(accessToken);
  for (let owned = 1; owned < 18; owned += 1) await organizations.create({ name: `No. ${owned}` });

  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () =>
      organizations.create({ name: 'At once' }).then(
        () => 'founded',
        (error: unknown) => causeOf(error)?.code,
      ),
    ),
  );

  expect(outcomes.filter((outcome) => outcome === 'founded')).toHaveLength(2);
  expect(outcomes.filter((outcome) => outcome === 'ORGANIZATION_LIMIT')).toHaveLength(3);
});

function causeOf(error: unknown): AppError | undefined {
  const { cause } = error as Error;
  return cause instanceof AppError ? cause : undefined;
}
