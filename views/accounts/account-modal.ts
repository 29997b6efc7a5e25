import type { ModalView } from '@slack/types';
import type { UsernameHint } from '../../src/domain/overviews.ts';
import type { NewAccount } from '../../src/domain/people.ts';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { accountFields, consent } from './account-fields.ts';

const submit = 'Create account';

/** The account of somebody who comes without a code: the owner of the first organization. */
export function accountModal(data: {
  metadata: string;
  email: string;
  values: Partial<NewAccount>;
  username: UsernameHint | null;
}): ModalView {
  return modal({
    callback: callbackIds.account,
    title: 'Create your account',
    submit,
    metadata: data.metadata,
    blocks: [
      section(plain`You need a Gatehouse account before you set up an organization.`),
      ...accountFields(data.values, data.username),
      consent(data.email, submit),
    ],
  });
}
