import { expect, test, vi } from 'vitest';
import { createHarness } from '../testing/createHarness.ts';

test('whoever asks within a second gets the same answer, but not after the clock was set back', async () => {
  await using h = await createHarness();
  const status = async () => (await h.request('/health/ready')).status;
  expect(await status()).toBe(200);
  vi.spyOn(h.parts.keyProvider, 'check').mockRejectedValue(new Error('away'));

  expect(await status()).toBe(200);
  // An hour back.
  await h.clock.advance(-3_600_000);
  expect(await status()).toBe(503);
  await h.clock.advance(999);
  vi.restoreAllMocks();
  expect(await status()).toBe(503);
  await h.clock.advance(1);
  expect(await status()).toBe(200);
});
