import type { SlackMessage } from '../../views/common/message.ts';
import type { Mail } from '../../views/mail/layout.ts';
import { renderMail } from '../../views/mail/render-mail.ts';
import { renderMessage } from '../../views/messages/render-message.ts';
import type { Briefing } from '../domain/messages.ts';
import { briefingFor } from '../services/briefings/index.ts';
import { openReads } from '../services/briefings/reads.ts';
import type { Runtime } from '../services/context.ts';
import { shownIn } from '../services/reminders/shown.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import { auditExport, auditList } from './audit.ts';
import {
  importProgress,
  importReportAsked,
  importReportFile,
  importStopped,
  peopleExport,
  peopleList,
} from './imports.ts';

/** A message as it reads now. */
export interface Composed {
  message: SlackMessage;
  /** It goes on changing by itself: milliseconds until it is worth another look. */
  againMs?: number;
  /** Of a reminder: the ids of what it shows with buttons. */
  shows?: string[];
}

/** A file, with what is said of it. */
export interface FileToSend {
  name: string;
  comment: string;
  /** The key of the row of the message that it follows, in the same conversation. */
  after: string;
  /** @throws DomainError when whoever asked for it may not have it any more */
  content: AsyncIterable<string>;
}

/** Writes the text of a row from what is true now; null when there is nothing left to say. */
export interface Composer {
  mail(row: OutboxRecord): Promise<Mail | null>;
  /** @param since when somebody asked for it to be written */
  message(row: OutboxRecord, since?: Date): Promise<Composed | null>;
  /** `laterMs`: there is none yet; milliseconds until it is worth another look. */
  file(row: OutboxRecord): Promise<FileToSend | { laterMs: number } | null>;
}

export function createComposer(runtime: Runtime): Composer {
  const reads = openReads(runtime);
  return {
    async mail(row) {
      const briefing = await briefingFor(runtime, row, reads);
      return briefing && renderMail(briefing);
    },
    async message(row, since = row.createdAt) {
      if (row.template === 'import-progress') return importProgress(runtime, row, since);
      if (row.template === 'import-stopped') return importStopped(runtime, row);
      if (row.template === 'import-report-asked') return importReportAsked(runtime, row);
      if (row.template === 'people-export') return peopleExport(runtime, row);
      if (row.template === 'audit-export') return auditExport(runtime, row);
      const briefing = await briefingFor(runtime, row, reads);
      return briefing && { message: renderMessage(briefing), ...showsOf(briefing) };
    },
    async file(row) {
      if (row.template === 'audit-list') return auditList(runtime, row);
      return row.template === 'import-report' ? importReportFile(runtime, row) : peopleList(runtime, row);
    },
  };
}

function showsOf(briefing: Briefing): Pick<Composed, 'shows'> {
  if (briefing.template === 'reminder-replaced') return { shows: [] };
  return briefing.template === 'reminder' ? { shows: shownIn(briefing) } : {};
}
