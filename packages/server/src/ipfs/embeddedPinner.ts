import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { AddressContent, Pinner } from '../ports/ipfs.ts';
import type { ContentStore } from '../ports/store/index.ts';
import { readContent } from '../services/content/readContent.ts';
import { stageContent } from '../services/content/stageContent.ts';

/** The store of this server, from which `/ipfs/{cid}` is served: works offline, and is part of every backup. */
export function createEmbeddedPinner(deps: {
  readonly store: ContentStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Ids;
  readonly addressContent: AddressContent;
}): Pinner {
  const { store } = deps;
  return {
    name: 'embedded',
    embedded: true,
    async pin(content) {
      if ((await store.findContent(content.cid)) !== undefined) return content.cid;
      const { uploadId, address } = await stageContent(deps, content.read());
      const { mimeType } = content;
      const kept = { ...address, mimeType, createdAt: deps.clock.now() };
      return (await store.keepUpload(uploadId, kept)).cid;
    },
    isPinned: async (cid) => (await store.findContent(cid)) !== undefined,
    async *read(cid) {
      const content = await store.findContent(cid);
      if (content !== undefined) yield* readContent(store, content);
    },
    async check() {
      await store.findContent('-');
    },
  };
}
