import { format, inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

const text = 'correct horse';

test.each([
  ['util.inspect', (secret: unknown) => inspect(secret, { showHidden: true, depth: 9 })],
  [
    'inspect without custom inspection',
    (secret: unknown) => inspect(secret, { customInspect: false, showHidden: true }),
  ],
  [
    'console.log format',
    (secret: unknown) => format('%s %o %O %j', secret, secret, secret, secret),
  ],
  ['JSON.stringify', (secret: unknown) => JSON.stringify({ nested: [secret] })],
  ['a template string', (secret: unknown) => `<${secret as string}>`],
  ['string addition', (secret: unknown) => 'secret: ' + (secret as string)],
  ['String()', (secret: unknown) => String(secret)],
  [
    'an error message',
    (secret: unknown) => inspect(new Error(`failed: ${secret as string}`, { cause: secret })),
  ],
  ['Object.entries', (secret: unknown) => JSON.stringify(Object.entries(secret as object))],
  ['a structured clone', (secret: unknown) => inspect(structuredClone(secret))],
])('%s never shows what a Secret holds', (_way, print) => {
  expect(print(new Secret(text))).not.toContain('horse');
  expect(print(new Secret(Buffer.from(text)))).not.toMatch(/horse|68, 111|6f 72 73/);
});

test('it says that something is hidden', () => {
  expect(inspect(new Secret(text))).toBe('[redacted]');
  expect(String(new Secret(text))).toBe('[redacted]');
});

test('bytes are zeroed at the end of a using block', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  {
    using secret = new Secret(bytes);
    expect(secret.reveal()).toEqual(Uint8Array.of(1, 2, 3));
  }
  expect(bytes).toEqual(new Uint8Array(3));
});
