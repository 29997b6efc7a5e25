import { useEffect, useState } from 'preact/hooks';
import type { OptionList } from '../../../slack/screen.ts';

const TYPING_MS = 200;

interface Suggestions {
  options: OptionList;
  /** Whether this answers what is typed now, and not what was typed before. */
  isCurrent: boolean;
  /** Why there is nothing to choose, yet or at all. */
  message: string | null;
}

interface Answer {
  query: string | null;
  options: OptionList;
  message: string | null;
}

const saying = (query: string | null, message: string): Answer => ({ query, options: [], message });

/** What the app offers for a query; null: nobody asks. */
export function useSuggestions(
  query: string | null,
  minimum: number,
  load: (query: string) => Promise<OptionList>,
): Suggestions {
  const [answer, setAnswer] = useState(saying(null, 'Searching…'));

  // `load` is a new function at each drawing; only the query matters.
  useEffect(() => {
    if (query === null) return;
    if (query.length < minimum) {
      setAnswer(saying(query, `Type at least ${minimum} ${minimum === 1 ? 'character' : 'characters'}.`));
      return;
    }
    let isCurrent = true;
    setAnswer((shown) => (shown.options.length > 0 ? shown : saying(null, 'Searching…')));
    const timer = setTimeout(async () => {
      const found = await load(query).then(
        (options) => ({ query, options, message: options.length > 0 ? null : 'Nothing found.' }),
        (error: Error) => saying(query, error.message),
      );
      if (isCurrent) setAnswer(found);
    }, TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [query]);

  const { options, message } = answer;
  return { options, message, isCurrent: answer.query === query };
}
