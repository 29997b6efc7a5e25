import type { Mail } from '../../../slack/screen.ts';
import { Avatar } from '../avatar.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { dayOf, timeOf } from '../time.ts';
import type { ReadMails } from './use-read-mails.ts';
import { useReader } from './use-reader.ts';

export function MailList({ mails, opened, read }: { mails: Mail[]; opened: string | null; read: ReadMails }) {
  if (mails.length === 0) return <p class="empty">No mail yet. Send an invitation, and it arrives here.</p>;
  return (
    <ul class="mail-list" aria-label="Mails">
      {mails.map((mail) => (
        <li key={mail.id}>
          <MailRow mail={mail} isOpen={mail.id === opened} isRead={read.has(mail)} />
        </li>
      ))}
    </ul>
  );
}

function MailRow({ mail, isOpen, isRead }: { mail: Mail; isOpen: boolean; isRead: boolean }) {
  const { screen, go } = useSandbox();
  const reader = useReader(mail);
  const day = dayOf(mail.at, screen.now);

  return (
    <button
      type="button"
      class={`mail-row${isRead ? '' : ' mail-unread'}`}
      aria-current={isOpen ? 'true' : undefined}
      onClick={() => go({ kind: 'mailbox', mail: mail.id })}
    >
      <Avatar id={reader.person?.id ?? reader.address} name={reader.name} />
      <span class="mail-row-text">
        <span class="mail-row-head">
          <span class="mail-row-to">To {reader.name}</span>
          <time dateTime={mail.at}>{day === 'Today' ? timeOf(mail.at) : day}</time>
        </span>
        <span class="mail-row-subject">{mail.subject}</span>
      </span>
      {!isRead && (
        <span class="dot">
          <span class="visually-hidden">Unread</span>
        </span>
      )}
    </button>
  );
}
