import type { OutgoingMessage } from '../../domain/messages.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { directMessages, toEach } from '../recipients.ts';

/** Tells a person something by mail and by direct message. */
export async function tellPerson(
  context: Context,
  { send }: Effects,
  account: Pick<AccountRecord, '_id' | 'email'>,
  message: Omit<OutgoingMessage, 'to'>,
): Promise<void> {
  send({ ...message, key: `${message.key}:mail`, to: { via: 'mail', address: account.email } });
  for (const each of toEach(await directMessages(context, [account._id]), message)) send(each);
}
