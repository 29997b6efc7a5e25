import { useEffect, useState } from 'preact/hooks';
import type { OptionList } from '../../../slack/screen.ts';

const TYPING_MS = 200;

interface Suggestions {
  options: OptionList;
  /** Why there is nothing to choose, yet or at all. */
  message: string | null;
}

const saying = (message: string): Suggestions => ({ options: [], message });

/** What the app offers for a query; null: nobody asks. */
export function useSuggestions(
  query: string | null,
  minimum: number,
  load: (query: string) => Promise<OptionList>,
): Suggestions {
  const [suggestions, setSuggestions] = useState(saying('Searching…'));

  // `load` is a new function at each drawing; only the query matters.
  useEffect(() => {
    if (query === null) return;
    if (query.length < minimum) {
      setSuggestions(saying(`Type at least ${minimum} ${minimum === 1 ? 'character' : 'characters'}.`));
      return;
    }
    let isCurrent = true;
    setSuggestions((shown) => (shown.options.length > 0 ? shown : saying('Searching…')));
    const timer = setTimeout(async () => {
      const found = await load(query).then(
        (options) => ({ options, message: options.length > 0 ? null : 'Nothing found.' }),
        (error: Error) => saying(error.message),
      );
      if (isCurrent) setSuggestions(found);
    }, TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [query]);

  return suggestions;
}
