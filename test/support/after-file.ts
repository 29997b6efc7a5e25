const endings: (() => Promise<void>)[] = [];

/**
 * Has something done after the file's last test, the newest first, wherever it is called: vitest runs no hook that is
 * registered inside another one, such as by a helper in `beforeAll`.
 */
export function afterFile(work: () => Promise<void>): void {
  endings.push(work);
}

/** Does it all, whatever fails. */
export async function endFile(): Promise<void> {
  const failures: unknown[] = [];
  for (const work of endings.splice(0).reverse()) {
    await work().catch((error: unknown) => failures.push(error));
  }
  const [first] = failures;
  if (first !== undefined)
    throw failures.length === 1
      ? first
      : new AggregateError(failures, 'Several things went wrong at the end of the file.');
}
