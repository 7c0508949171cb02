/** Which assets each account holds and created: an index beside the tables, for the account endpoints. */
import type { Address } from '../address.ts';
import { parseHoldingKey, type State } from './state.ts';

export class Belongings {
  readonly #held = new Map<Address, Set<bigint>>();
  readonly #created = new Map<Address, Set<bigint>>();

  /** Takes in what a layer is about to commit to `root`. */
  update(layer: State, root: State): void {
    for (const [key, holding] of layer.holdings.changes()) {
      const { address, assetId } = parseHoldingKey(key);
      mark(this.#held, address, assetId, holding !== undefined);
    }
    for (const [assetId, asset] of layer.assets.changes()) {
      const creator = asset?.creator ?? root.assets.get(assetId)?.creator;
      if (creator !== undefined) mark(this.#created, creator, assetId, asset !== undefined);
    }
  }

  heldBy(address: Address): readonly bigint[] {
    return sorted(this.#held.get(address));
  }

  createdBy(address: Address): readonly bigint[] {
    return sorted(this.#created.get(address));
  }
}

function mark(
  index: Map<Address, Set<bigint>>,
  address: Address,
  assetId: bigint,
  present: boolean,
): void {
  let ids = index.get(address);
  if (ids === undefined) index.set(address, (ids = new Set()));
  if (present) ids.add(assetId);
  else ids.delete(assetId);
}

function sorted(ids: ReadonlySet<bigint> | undefined): readonly bigint[] {
  return [...(ids ?? [])].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
