import type { KnownBlock, ModalView } from '@slack/types';
import type { NamedChoice } from '../../src/domain/direct-invitations.ts';
import { actions, button, confirmation, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { dateInput, numberInput, selectInput, textInput } from '../common/inputs.ts';
import { infoModal, modal } from '../common/modal.ts';

type Subscription = {
  metadata: string;
  apps: (NamedChoice & { organizationName: string })[];
  values: {
    appId?: string;
    name?: string;
    plan?: string;
    /** Null: no limit. */
    seatLimit?: number | null;
    /** A day as the picker sends it, or a time on that day, in UTC. */
    endsOn?: string | Date | null;
  };
} & ({ mode: 'create' } | { mode: 'edit'; id: string });

/** Adds a subscription of an app, or changes one. */
export function subscriptionModal(data: Subscription): ModalView {
  const { metadata, mode, apps, values } = data;
  const title = mode === 'create' ? 'Add a subscription' : 'Edit subscription';
  if (mode === 'create' && apps.length === 0)
    return infoModal(title, [section(plain`There is no app yet. Add one with /gatehouse apps.`)], metadata);
  return modal({
    callback: callbackIds.subscription,
    title,
    submit: mode === 'create' ? 'Add' : 'Save',
    metadata,
    blocks: [
      ...(mode === 'create' ? [appInput(data)] : []),
      textInput({ name: 'name', label: 'Name', value: values.name, max: 60 }),
      textInput({ name: 'plan', label: 'Plan', value: values.plan, max: 60 }),
      numberInput({
        name: 'seatLimit',
        label: 'Seats',
        hint: 'Leave it empty for no limit. With a limit below the seats in use, nobody loses access and nobody new gets it.',
        value: values.seatLimit,
        min: 1,
        max: 1_000_000,
        optional: true,
      }),
      dateInput({
        name: 'endsOn',
        label: 'Ends on',
        hint: 'After this day, in UTC, nobody new gets a seat. Leave it empty for no end.',
        value: values.endsOn,
        optional: true,
      }),
      ...(mode === 'edit' ? [archiveBlock(data.id)] : []),
    ],
  });
}

function appInput({ apps, values }: Subscription): KnownBlock {
  return selectInput({
    name: 'appId',
    label: 'App',
    choices: apps.map(({ id, name, organizationName }) => ({
      value: id,
      text: name,
      description: organizationName,
    })),
    value: values.appId ?? (apps.length === 1 ? apps[0]?.id : undefined),
  });
}

function archiveBlock(id: string): KnownBlock {
  return actions('archive', [
    button('Archive', {
      action: actionIds.subscriptionArchive,
      value: id,
      style: 'danger',
      confirm: confirmation(
        'Archive the subscription?',
        'Nobody can be invited to it then. No seat may be in use or held, and nobody may be on its waitlist.',
        'Archive',
      ),
    }),
  ]);
}
