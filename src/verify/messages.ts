import type { Template } from '../domain/messages.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import type { Announcement } from './announcements.ts';
import type { View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

type Message = Pick<OutboxRecord, 'key' | 'template' | 'about' | 'to'>;

/** The messages about each record, without the refreshes of those that are there already. */
export type Messages = (id: string) => readonly Message[];

/** What a history does not tell of: refused codes, and what befalls an organization or the workspace. */
const untold: readonly Template[] = [
  'inviter-without-authority',
  'code-forwarded',
  'code-attack',
  'approvals-here',
  'channel-unreachable',
  'notification-refused',
  'mail-stopped',
];

export async function messagesAbout(
  view: View,
  records: readonly { _id: string; tenantId: string }[],
): Promise<Messages> {
  const rows = await view.find<OutboxRecord>(
    view.store.outbox,
    {
      tenantId: { $in: [...new Set(records.map(({ tenantId }) => tenantId))] },
      'about.id': { $in: records.map(({ _id }) => _id) },
      'to.via': { $ne: 'refresh' },
    },
    { key: 1, template: 1, about: 1, to: 1 },
  );
  const byId = new Map<string, Message[]>(records.map(({ _id }) => [_id, []]));
  for (const row of rows) byId.get(row.about.id)?.push(row);
  return (id) => byId.get(id) ?? [];
}

/** I8: everybody who has to hear of something does, once for each time that it happened, and nobody of what did not happen. */
export function everybodyWasTold(
  id: string,
  announcements: readonly Announcement[],
  messages: readonly Message[],
): Violation[] {
  const known = messages.filter(({ template }) => !untold.includes(template));
  const kinds = new Set([...announcements, ...known.map(asAnnouncement)].map(kindOf));
  return [...kinds].flatMap((kind) => {
    const expected = announcements.filter((each) => kindOf(each) === kind);
    const least = expected.filter(({ isCertain }) => isCertain).length;
    const rows = known.filter((row) => kindOf(asAnnouncement(row)) === kind);
    return whyNotTold(rows, least, expected.length).map((problem) =>
      violationsOf(id)('I8', `${problem}: ${kind}`),
    );
  });
}

/** What could not be posted in a channel went to each approver instead, and is not counted. */
function whyNotTold(rows: readonly Message[], least: number, most: number): string[] {
  if (rows.length === 0) return least > 0 ? ['nobody was told'] : [];
  const direct = rows.filter(({ key }) => !key.startsWith('channel-fallback:'));
  const copies = new Map<string, number>();
  for (const { to } of direct) copies.set(placeOf(to), (copies.get(placeOf(to)) ?? 0) + 1);
  const surplus = [...copies.values()].filter((count) => count > most).length;
  return [
    ...(rows.length < least ? [`${rows.length} messages for ${least} events`] : []),
    ...(surplus > 0 ? [`somebody was told more often than it happened (${most})`] : []),
  ];
}

function asAnnouncement({ template, to }: Message): Pick<Announcement, 'template' | 'via'> {
  return { template, via: to.via === 'mail' ? 'mail' : 'slack' };
}

function kindOf({ template, via }: Pick<Announcement, 'template' | 'via'>): string {
  return `${template} by ${via}`;
}

function placeOf(to: OutboxRecord['to']): string {
  if (to.via === 'mail') return to.address;
  return to.via === 'slack' ? to.channel : to.copyOf;
}
