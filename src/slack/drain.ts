/** Keeps work in a set until it has ended. */
export function keep(among: Set<Promise<unknown>>, work: Promise<unknown>): void {
  const settled = work.catch(() => {}).finally(() => among.delete(settled));
  among.add(settled);
}

/** Resolves when nothing is left in the set. */
export async function drained(running: ReadonlySet<Promise<unknown>>): Promise<void> {
  while (running.size > 0) await Promise.all(running);
}

/** Waits for `work`, but no longer than `ms`. */
export async function withDeadline(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
