/** What belongs to whom: an index beside the tables, for the endpoints that list things. */
import type { Address } from '../address.ts';
import { parseBoxKey, parseHoldingKey, type State } from './state.ts';

export class Belongings {
  readonly #held = new Map<Address, Set<bigint>>();
  readonly #created = new Map<Address, Set<bigint>>();
  readonly #optedIn = new Map<Address, Set<bigint>>();
  readonly #createdApps = new Map<Address, Set<bigint>>();
  readonly #boxes = new Map<bigint, Set<string>>();

  /** Takes in what a layer is about to commit to `root`. */
  update(layer: State, root: State): void {
    for (const [key, holding] of layer.holdings.changes()) {
      const { address, id } = parseHoldingKey(key);
      mark(this.#held, address, id, holding !== undefined);
    }
    for (const [assetId, asset] of layer.assets.changes()) {
      const creator = asset?.creator ?? root.assets.get(assetId)?.creator;
      if (creator !== undefined) mark(this.#created, creator, assetId, asset !== undefined);
    }
    for (const [key, local] of layer.localStates.changes()) {
      const { address, id } = parseHoldingKey(key);
      mark(this.#optedIn, address, id, local !== undefined);
    }
    for (const [appId, app] of layer.apps.changes()) {
      const creator = app?.creator ?? root.apps.get(appId)?.creator;
      if (creator !== undefined) mark(this.#createdApps, creator, appId, app !== undefined);
    }
    for (const [key, content] of layer.boxes.changes()) {
      const { appId, name } = parseBoxKey(key);
      mark(this.#boxes, appId, name, content !== undefined);
    }
  }

  heldBy(address: Address): readonly bigint[] {
    return sorted(this.#held.get(address));
  }

  createdBy(address: Address): readonly bigint[] {
    return sorted(this.#created.get(address));
  }

  appsOptedInBy(address: Address): readonly bigint[] {
    return sorted(this.#optedIn.get(address));
  }

  appsCreatedBy(address: Address): readonly bigint[] {
    return sorted(this.#createdApps.get(address));
  }

  /** Names of the boxes of an application, in the order of their bytes. */
  boxesOf(appId: bigint): readonly string[] {
    return sorted(this.#boxes.get(appId));
  }
}

function mark<O, I>(index: Map<O, Set<I>>, owner: O, item: I, present: boolean): void {
  let items = index.get(owner);
  if (items === undefined) index.set(owner, (items = new Set()));
  if (present) items.add(item);
  else items.delete(item);
}

function sorted<I extends bigint | string>(items: ReadonlySet<I> | undefined): readonly I[] {
  return [...(items ?? [])].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
