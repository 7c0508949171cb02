import type { Page, PageRequest } from '../types/page.ts';

/** Yields every item of a list, asking for each page when it is needed. */
export async function* listAll<Item, Request extends PageRequest>(
  list: (request: Request) => Promise<Page<Item>>,
  request: Request,
): AsyncGenerator<Item, void> {
  let { cursor } = request;
  for (;;) {
    const { items, nextCursor } = await list({ ...request, cursor });
    yield* items;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}
