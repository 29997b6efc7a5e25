import type { KnownBlock, ModalView } from '@slack/types';
import type { AccessFacts } from '../../src/domain/access.ts';
import type { UsernameHint } from '../../src/domain/overviews.ts';
import type { NewAccount } from '../../src/domain/people.ts';
import { accountFields, consent } from '../accounts/account-fields.ts';
import { placeName } from '../common/access.ts';
import { context, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';

interface RequestAccess {
  metadata: string;
  /** Whether the code is still to be entered, or already known to fit. */
  code: { ask: true } | { ask: false; organizationName: string; access?: AccessFacts | null };
  account: { username: string; email: string } | null;
  newAccount?: { email: string; values: Partial<NewAccount>; username: UsernameHint | null };
}

/** What is pressed: a code that lets the partner's own people into a workgroup asks nobody. */
function wordsFor(code: RequestAccess['code']) {
  const access = code.ask ? null : code.access;
  return access?.kind === 'workgroup' && access.partnerName !== null
    ? { title: 'Enter code', submit: 'Create account', seenBy: 'The admins of the workgroup' }
    : { title: 'Request access', submit: 'Request access', seenBy: 'Approvers' };
}

/** Redeems a code; who has no account creates one in the same form. */
export function requestAccessModal({ metadata, code, account, newAccount }: RequestAccess): ModalView {
  const { title, submit, seenBy } = wordsFor(code);
  return modal({
    callback: callbackIds.requestAccess,
    title,
    submit,
    metadata,
    blocks: [
      codeBlock(code),
      ...(account
        ? [context(plain`You use the Gatehouse account ${account.username} (${account.email}).`)]
        : newAccountBlocks(newAccount, { submit, seenBy })),
    ],
  });
}

function codeBlock(code: RequestAccess['code']): KnownBlock {
  if (!code.ask) {
    const { organizationName, access } = code;
    const place = access?.kind === 'workgroup' ? placeName(organizationName, access) : organizationName;
    return section(plain`This code is for ${place}.`);
  }
  return textInput({
    name: 'code',
    label: 'Invitation code',
    hint: 'The code is in the e-mail that invited you. Capitals, spaces and hyphens do not matter.',
    placeholder: 'XXXX-XXXX-XXXX-XXXX-XXXX',
    max: 100,
  });
}

function newAccountBlocks(
  newAccount: RequestAccess['newAccount'],
  { submit, seenBy }: { submit: string; seenBy: string },
): KnownBlock[] {
  if (!newAccount) return [];
  return [
    section(plain`You have no Gatehouse account yet. Create it here.`),
    ...accountFields(newAccount.values, newAccount.username),
    consent(newAccount.email, submit, seenBy),
  ];
}
