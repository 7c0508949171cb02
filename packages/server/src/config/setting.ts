import type { z } from 'zod';

/** One environment variable. */
export interface Setting<Value> {
  readonly name: string;
  /** What to write, in the words of the documentation. */
  readonly type: string;
  /** The text used where the variable is absent or empty; null: the setting is then absent. */
  readonly default: string | null;
  readonly description: string;
  /** Never shown, not even in part. */
  readonly secret: boolean;
  readonly schema: z.ZodType<Value, string>;
}

type Facts = Pick<Setting<unknown>, 'name' | 'type' | 'description'> & {
  readonly secret?: boolean;
};

/** A setting with a default. */
export function setting<Value>(
  schema: z.ZodType<Value, string>,
  facts: Facts & { readonly default: string },
): Setting<Value> {
  return { secret: false, ...facts, schema };
}

/** A setting that may be absent. */
export function optionalSetting<Value>(
  schema: z.ZodType<Value, string>,
  facts: Facts,
): Setting<Value | undefined> {
  return { secret: false, default: null, ...facts, schema };
}
