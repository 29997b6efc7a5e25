import type { SlackMessage } from '../../views/common/message.ts';
import type { Mail } from '../../views/mail/layout.ts';
import { renderMail } from '../../views/mail/render-mail.ts';
import { renderMessage } from '../../views/messages/render-message.ts';
import { briefingFor } from '../services/briefings/index.ts';
import type { Runtime } from '../services/context.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';

/** Writes the text of a row from what is true now; null when there is nothing left to say. */
export interface Composer {
  mail(row: OutboxRecord): Promise<Mail | null>;
  message(row: OutboxRecord): Promise<SlackMessage | null>;
}

export function createComposer(runtime: Runtime): Composer {
  return {
    async mail(row) {
      const briefing = await briefingFor(runtime, row);
      return briefing && renderMail(briefing);
    },
    async message(row) {
      const briefing = await briefingFor(runtime, row);
      return briefing && renderMessage(briefing);
    },
  };
}
