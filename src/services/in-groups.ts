/** When a group is large enough. */
export interface Gathering {
  /** Whether so many need not wait for more. */
  isEnough(waiting: number): boolean;
  /** How long the first of a group waits for more at most. */
  patience(): Promise<unknown>;
}

/**
 * Does for many together what each asks for alone: one group at a time, and what comes while one is under way is the next.
 * (Databases call it group commit.)
 * @param work answers for each item, in their order; a throw is that of every caller in the group
 * @param gathering absent: nobody waits for more
 */
export function inGroups<Item, Answer>(
  work: (items: Item[]) => Promise<Answer[]>,
  gathering?: Gathering,
): (item: Item) => Promise<Answer> {
  interface Group {
    items: Item[];
    answers: Promise<Answer[]>;
    close(): void;
  }
  let open: Group | undefined;
  let last: Promise<unknown> = Promise.resolve();

  function begin(): Group {
    let close = () => {};
    const closed = new Promise<void>((resolve) => {
      close = resolve;
    });
    const items: Item[] = [];
    return { items, close, answers: answersFor(items, closed) };
  }

  async function answersFor(items: Item[], closed: Promise<void>): Promise<Answer[]> {
    await (gathering ? Promise.race([closed, gathering.patience()]) : closed);
    await last;
    open = undefined;
    const answers = work(items);
    last = answers.catch(() => undefined);
    return answers;
  }

  return async (item) => {
    open ??= begin();
    const { items, answers, close } = open;
    const index = items.push(item) - 1;
    if (!gathering || gathering.isEnough(items.length)) close();
    const answer = (await answers)[index];
    if (answer === undefined) throw new TypeError('An item of a group has no answer.');
    return answer;
  };
}
