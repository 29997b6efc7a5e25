import type { DeliveryRow } from '../../domain/deliveries.ts';
import { messageNames } from '../../domain/message-names.ts';
import type { Template } from '../../domain/messages.ts';
import type { AuditRecord } from '../../store/models/audit.ts';

type Kind = NonNullable<DeliveryRow['to']>['kind'];

const ways: Readonly<Record<Kind, string>> = {
  mail: 'by mail',
  person: 'as a direct message',
  channel: 'in a channel',
};

/** The message that a row is about, in words: `Access request for the approvers, in a channel`; null when it is about none. */
export function messageIn({ action, detail }: Pick<AuditRecord, 'action' | 'detail'>): string | null {
  const { template, to, isUpdate } = detail;
  if (!action.startsWith('message.') || !isTemplate(template)) return null;
  const name = messageNames[template];
  return `${isUpdate ? `Update of: ${name}` : name}${isKind(to) ? `, ${ways[to]}` : ''}`;
}

/** Whether somebody has taken a message off the list that Gatehouse itself had given up. */
export function isDismissal({ action, detail }: Pick<AuditRecord, 'action' | 'detail'>): boolean {
  return action === 'message.given-up' && detail.wasGivenUp === true;
}

function isTemplate(name: unknown): name is Template {
  return typeof name === 'string' && Object.hasOwn(messageNames, name);
}

function isKind(name: unknown): name is Kind {
  return typeof name === 'string' && Object.hasOwn(ways, name);
}
