/** Calls `work` for every item, `people` of them at a time. Answers how many a second. */
export async function rateOf<Item>(
  items: readonly Item[],
  people: number,
  work: (item: Item) => Promise<void>,
): Promise<number> {
  const begun = performance.now();
  const queue = items.values();
  const person = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: people }, person));
  return items.length / ((performance.now() - begun) / 1000);
}
