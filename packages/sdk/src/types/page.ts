/** Which part of a list. */
export interface PageRequest {
  /** `nextCursor` of the page before. @default the first page */
  cursor?: string | undefined;
  /** Items per page, 1 to 100. @default 20 */
  limit?: number | undefined;
}

/** A part of a list. */
export interface Page<Item> {
  success: true;
  items: Item[];
  /** `cursor` of the next page; null at the end. */
  nextCursor: string | null;
}
