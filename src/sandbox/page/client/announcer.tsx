import { useEffect, useRef, useState } from 'preact/hooks';
import { useSandbox } from './sandbox-context.ts';

const SPOKEN_MS = 1500;

/** Tells those who cannot see it who they have become, and where something new waits. The open conversation speaks for itself. */
export function Announcer() {
  const { screen } = useSandbox();
  const [announcement, setAnnouncement] = useState('');
  const known = useRef<{ person: string; unread: Map<string, number> } | null>(null);

  useEffect(() => {
    const before = known.current?.person === screen.me.id ? known.current.unread : null;
    known.current = {
      person: screen.me.id,
      unread: new Map(screen.conversations.map(({ id, unread }) => [id, unread])),
    };
    if (!before) return setAnnouncement(`You are ${screen.me.realName}, ${screen.me.title}`);
    const news = screen.conversations.filter(({ id, unread }) => unread > (before.get(id) ?? 0));
    if (news.length > 0)
      setAnnouncement(news.map(({ name, unread }) => `${name}: ${unread} unread`).join(', '));
  }, [screen]);

  useEffect(() => {
    const timer = setTimeout(() => setAnnouncement(''), SPOKEN_MS);
    return () => clearTimeout(timer);
  }, [announcement]);

  return (
    <p class="visually-hidden" aria-live="polite">
      {announcement}
    </p>
  );
}
