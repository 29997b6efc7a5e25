/** One page of a list that is sorted by id, newest first. */
export interface Page<Item> {
  items: Item[];
  /** The `before` of the next older page, and the `after` of the next newer one. */
  older: string | null;
  newer: string | null;
}

/** A place in such a list. */
export type Cursor = { before: string } | { after: string } | null;

/** The filter for the records on the far side of a cursor. */
export function inDirection(cursor: Cursor) {
  if (cursor === null) return {};
  return { _id: 'before' in cursor ? { $lt: cursor.before } : { $gt: cursor.after } };
}

/** Cuts one page out of up to `size + 1` records that were found in the direction of the cursor. */
export function page<Row extends { _id: string }>(found: Row[], cursor: Cursor, size: number): Page<Row> {
  const more = found.length > size;
  const upwards = cursor !== null && 'after' in cursor;
  const items = found.slice(0, size);
  if (upwards) items.reverse();
  const hasOlder = upwards || more;
  const hasNewer = upwards ? more : cursor !== null;
  return {
    items,
    older: hasOlder ? (items.at(-1)?._id ?? null) : null,
    newer: hasNewer ? (items[0]?._id ?? null) : null,
  };
}
