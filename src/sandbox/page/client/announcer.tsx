import { useEffect, useRef, useState } from 'preact/hooks';
import { plainOf } from './mrkdwn/plain.ts';
import { useSandbox } from './sandbox-context.ts';

/** Tells those who cannot see it who they have become, and what new messages say. */
export function Announcer() {
  const { screen } = useSandbox();
  const [announcement, setAnnouncement] = useState('');
  const known = useRef<{ person: string; ids: Set<string> } | null>(null);

  useEffect(() => {
    const all = Object.values(screen.messages).flat();
    const idOf = (message: (typeof all)[number]) => `${message.conversation}/${message.ts}`;
    const before = known.current?.person === screen.me.id ? known.current.ids : null;
    known.current = { person: screen.me.id, ids: new Set(all.map(idOf)) };
    const news = all.filter(
      (message) => before && !before.has(idOf(message)) && message.author.id !== screen.me.id,
    );
    if (!before) setAnnouncement(`You are ${screen.me.realName}, ${screen.me.title}`);
    if (news.length > 0) {
      setAnnouncement(news.map(({ author, text }) => `${author.name}: ${plainOf(text)}`).join('. '));
    }
  }, [screen]);

  return (
    <p class="visually-hidden" aria-live="polite">
      {announcement}
    </p>
  );
}
