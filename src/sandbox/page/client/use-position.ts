import { useCallback, useEffect, useState } from 'preact/hooks';
import { formatPosition, type Position, parsePosition } from './place.ts';

export function usePosition(defaultPerson: string): [Position, (position: Position) => void] {
  const read = useCallback(() => parsePosition(location.hash, defaultPerson), [defaultPerson]);
  const [position, setPosition] = useState(read);

  useEffect(() => {
    const follow = () => setPosition(read());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [read]);

  const move = useCallback((next: Position) => {
    location.hash = formatPosition(next);
  }, []);
  return [position, move];
}
