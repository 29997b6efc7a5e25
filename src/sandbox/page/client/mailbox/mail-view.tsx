import { useEffect, useRef, useState } from 'preact/hooks';
import type { Mail } from '../../../slack/screen.ts';
import { Icon } from '../icon.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { momentOf } from '../time.ts';
import type { ReadMails } from './use-read-mails.ts';
import { useReader } from './use-reader.ts';

/** One mail as its reader sees it. */
export function MailView({ mail, read }: { mail: Mail; read: ReadMails }) {
  const { screen, go, become } = useSandbox();
  const { person } = useReader(mail);
  const [isPlain, setPlain] = useState(mail.html === '');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    read.add(mail);
    heading.current?.focus();
  }, [mail.id]);

  return (
    <article class="mail" aria-labelledby="mail-subject">
      <header class="mail-head">
        <button type="button" class="button mail-back" onClick={() => go({ kind: 'mailbox', mail: null })}>
          <Icon name="back" />
          All mails
        </button>
        <h2 id="mail-subject" ref={heading} tabIndex={-1}>
          {mail.subject}
        </h2>
        <dl>
          <dt>From</dt>
          <dd>{mail.from}</dd>
          <dt>To</dt>
          <dd>{mail.to.join(', ')}</dd>
          <dt>Sent</dt>
          <dd>
            <time dateTime={mail.at}>{momentOf(mail.at)}</time>
          </dd>
        </dl>
        <div class="mail-tools">
          <fieldset class="segments">
            <legend class="visually-hidden">Version</legend>
            <button
              type="button"
              aria-pressed={!isPlain}
              disabled={mail.html === ''}
              onClick={() => setPlain(false)}
            >
              Formatted
            </button>
            <button type="button" aria-pressed={isPlain} onClick={() => setPlain(true)}>
              Text
            </button>
          </fieldset>
          {person && person.id !== screen.me.id && (
            <button type="button" class="button" onClick={() => become(person.id)}>
              Become {person.realName}
            </button>
          )}
        </div>
      </header>
      {isPlain ? (
        <pre class="mail-text">{mail.text}</pre>
      ) : (
        <iframe
          class="mail-frame"
          title={`Mail: ${mail.subject}`}
          sandbox=""
          srcdoc={withInertLinks(mail.html)}
        />
      )}
    </article>
  );
}

/** The sandboxed frame may open no window, so with this base a link in a mail does nothing instead of replacing the mail. */
const withInertLinks = (html: string) => `<!doctype html><base target="_blank">${html}`;
