import { createIds } from '../../runtime/createIds.ts';
import { systemClock } from '../../runtime/systemClock.ts';
import type { Store } from '../../ports/store/index.ts';
import { createSamples, type Samples } from './samples.ts';

/** A fresh, migrated, empty database. */
export interface StoreFixture extends AsyncDisposable {
  readonly store: Store;
  /** Opens the same database once more, as another process does. */
  connect(): Promise<Store>;
  /** Opens the database as a killed process left it; stores opened before must not be used any more. */
  crash(): Promise<Store>;
}

export type CreateStoreFixture = () => Promise<StoreFixture>;

/** A fixture with samples that fit it. */
export interface StoreHarness extends StoreFixture {
  readonly samples: Samples;
}

export type OpenHarness = () => Promise<StoreHarness>;

export async function openHarness(createFixture: CreateStoreFixture): Promise<StoreHarness> {
  const fixture = await createFixture();
  return {
    ...fixture,
    samples: createSamples(createIds({ clock: systemClock })),
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  };
}
