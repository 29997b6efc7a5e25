import { useState } from 'preact/hooks';
import type { Mail } from '../../../slack/screen.ts';
import { Icon } from '../icon.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { ViewHeader } from '../view-header.tsx';
import { addressOf } from './address.ts';
import { MailList } from './mail-list.tsx';
import { MailView } from './mail-view.tsx';
import type { ReadMails } from './use-read-mails.ts';

/** Every mail that was sent, whoever it was for: the sandbox is everybody's post office. */
export function Mailbox({ opened, read }: { opened: string | null; read: ReadMails }) {
  const { screen, mails } = useSandbox();
  const [isMineOnly, setMineOnly] = useState(false);
  const mine = mails.filter((mail) => isTo(mail, screen.me.email));
  const shown = (isMineOnly ? mine : mails).toReversed();
  const mail = mails.find(({ id }) => id === opened) ?? null;

  return (
    <>
      <ViewHeader icon={<Icon name="mail" />} title="Mailbox" detail="Every mail of this pretend world">
        <fieldset class="segments">
          <legend class="visually-hidden">Whose mail</legend>
          <button type="button" aria-pressed={!isMineOnly} onClick={() => setMineOnly(false)}>
            Everyone <span class="count">{mails.length}</span>
          </button>
          <button type="button" aria-pressed={isMineOnly} onClick={() => setMineOnly(true)}>
            {screen.me.realName.split(' ')[0]} <span class="count">{mine.length}</span>
          </button>
        </fieldset>
      </ViewHeader>
      <div class={`mailbox${mail ? ' mailbox-open' : ''}`}>
        <MailList mails={shown} opened={mail?.id ?? null} read={read} />
        {mail ? (
          <MailView key={mail.id} mail={mail} read={read} />
        ) : (
          <p class="empty mail-none">{shown.length > 0 ? 'Choose a mail to read it.' : ''}</p>
        )}
      </div>
    </>
  );
}

const isTo = (mail: Mail, address: string) => mail.to.some((to) => addressOf(to) === address.toLowerCase());
