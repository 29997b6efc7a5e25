import { useState } from 'preact/hooks';
import type { Mail } from '../../../slack/screen.ts';

const KEY = 'gatehouse-read-mails';

export interface ReadMails {
  has(mail: Mail): boolean;
  add(mail: Mail): void;
}

/** Which mails were opened, remembered by this browser window. */
export function useReadMails(): ReadMails {
  const [read, setRead] = useState(() => new Set<string>(JSON.parse(sessionStorage.getItem(KEY) ?? '[]')));
  return {
    has: (mail) => read.has(nameOf(mail)),
    add(mail) {
      if (read.has(nameOf(mail))) return;
      const more = new Set(read).add(nameOf(mail));
      sessionStorage.setItem(KEY, JSON.stringify([...more]));
      setRead(more);
    },
  };
}

/** The same message may be delivered twice. */
const nameOf = ({ id, messageId }: Mail) => `${id} ${messageId}`;
