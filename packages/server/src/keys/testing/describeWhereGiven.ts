import { describe, test } from 'vitest';

/** Describes tests against something outside that the environment names; where it does not, says so. */
export function describeWhereGiven<const Names extends readonly string[]>(
  title: string,
  names: Names,
  describeTests: (values: { readonly [Key in keyof Names]: string }) => void,
): void {
  const values = names.map((name) => process.env[name] ?? '');
  if (values.every((value) => value !== '')) {
    describeTests(values as { readonly [Key in keyof Names]: string });
    return;
  }
  describe(`${title}, where it is given`, () => {
    test('is tested', (context) => {
      context.skip(`not run: needs ${names.join(' and ')}, see docs/keys.md`);
    });
  });
}
