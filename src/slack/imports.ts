import type { ModalView } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { importModal, readingView } from '../../views/imports/import-modal.ts';
import { importMessage, importView } from '../../views/imports/import-state.ts';
import type { NamedChoice } from '../domain/direct-invitations.ts';
import { deny, formError } from '../domain/errors.ts';
import { type ImportOverview, importLimits } from '../domain/imports.ts';
import { askForReport } from '../services/imports/ask-report.ts';
import { cancelImport } from '../services/imports/cancel.ts';
import { importOverview } from '../services/imports/overview.ts';
import { readImport } from '../services/imports/read.ts';
import { startImport } from '../services/imports/start.ts';
import { tellOfImport } from '../services/imports/tell.ts';
import { organizationsFor } from '../services/organizations.ts';
import { explain } from './answers.ts';
import { contentOf, findFile, tooLarge } from './files.ts';
import { followImport, sendPeople } from './import-messages.ts';
import { showInPlace } from './in-place.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';
import { text } from './values.ts';

/** Many people from a file: the form, the check, the start and the end; and the list of people as a file. */
export const imports: Feature = {
  actions: {
    [actionIds.openImport]: open,
    [actionIds.importStart]: start,
    [actionIds.importCancel]: cancel,
    [actionIds.importOpen]: openState,
    [actionIds.importReport]: sendReport,
    [actionIds.peopleExport]: exportPeople,
  },
  submissions: { [callbackIds.import]: submit },
};

async function placesOf(turn: Turn): Promise<NamedChoice[]> {
  const places = await organizationsFor(turn.context, 'people:manage');
  return places.map(({ organization: { _id: id, name } }) => ({ id, name }));
}

async function open(turn: ActionTurn): Promise<void> {
  const organizations = await placesOf(turn);
  if (!organizations.some(({ id }) => id === turn.value)) throw deny();
  const metadata = turn.seal(callbackIds.import, turn.value);
  await turn.show(importModal({ metadata, organizations, organizationId: turn.value }));
}

/** The file is read after the answer, which has to come within three seconds. */
async function submit(turn: SubmissionTurn): Promise<Verdict> {
  if (turn.fileSizes.file?.some((size) => size > importLimits.bytes)) throw tooLarge(importLimits.bytes);
  const organizationId = text(turn.values, 'organizationId') ?? turn.form.subject;
  if (!(await placesOf(turn)).some(({ id }) => id === organizationId)) throw deny();
  const [fileId, ...others] = [turn.values.file ?? []].flat();
  if (!fileId || others.length > 0) throw formError({ file: 'Choose one file.' });
  const externalId = `import-${turn.form.id}`;
  turn.inBackground(() => readFile(turn, { organizationId, fileId, externalId }));
  return { response_action: 'update', view: readingView(externalId) };
}

interface Reading {
  organizationId: string;
  fileId: string;
  externalId: string;
}

/** Ends with the result in the form's place, or as a direct message to whoever has closed it. */
async function readFile(turn: Turn, reading: Reading): Promise<void> {
  try {
    const overview = await read(turn, reading);
    if (!(await showInPlace(turn, reading.externalId, viewOf(turn, overview))))
      await tellOfImport(turn.context, overview.id);
  } catch (error) {
    const { message } = explain(turn.log, error);
    const told = noticeMessage(message);
    const view = noticeView({ title: 'Import a file', text: message });
    const isSeen = await showInPlace(turn, reading.externalId, view);
    if (!isSeen) await turn.client.chat.postMessage({ channel: turn.context.actor.identity.userId, ...told });
  }
}

async function read(turn: Turn, { organizationId, fileId }: Reading): Promise<ImportOverview> {
  const file = await findFile(turn.client, fileId);
  if (file.size > importLimits.bytes) throw tooLarge(importLimits.bytes);
  const content = contentOf(turn.client, file, importLimits.bytes);
  return readImport(turn.context, { organizationId, fileName: file.name, size: file.size, content });
}

function viewOf(turn: Turn, overview: ImportOverview): ModalView {
  const metadata = turn.seal(callbackIds.importState, overview.id);
  return importView(overview, { metadata, now: turn.context.now() });
}

async function start(turn: ActionTurn): Promise<void> {
  // Refuses whoever may not, before anything is sent about it.
  await importOverview(turn.context, turn.value);
  await followImport(turn.context, turn.value);
  await startImport(turn.context, turn.value);
  await showState(turn);
}

async function cancel(turn: ActionTurn): Promise<void> {
  await cancelImport(turn.context, turn.value);
  await showState(turn);
}

/** What is so now, in place of the buttons that were pressed. */
async function showState(turn: ActionTurn): Promise<void> {
  const overview = await importOverview(turn.context, turn.value);
  if (turn.view) return turn.replace(viewOf(turn, overview));
  await turn.rewrite(importMessage(overview, turn.context.now()));
}

/** An import of the list, running or past. */
async function openState(turn: ActionTurn): Promise<void> {
  await turn.show(viewOf(turn, await importOverview(turn.context, turn.value)));
}

async function sendReport(turn: ActionTurn): Promise<void> {
  await askForReport(turn.context, turn.value);
  await turn.tell(noticeMessage('The report is on its way. It comes as a direct message, as a CSV file.'));
}

async function exportPeople(turn: ActionTurn): Promise<void> {
  if (!(await placesOf(turn)).some(({ id }) => id === turn.value)) throw deny();
  await sendPeople(turn.context, turn.value);
  await turn.tell(noticeMessage('The list is on its way. It comes as a direct message, as a CSV file.'));
}
