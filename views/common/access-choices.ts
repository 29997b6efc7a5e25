/** The choices that make an access on an app, each depending on the one above it: business, app, subscription, role. */
import type { InputBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { AccessChoices } from '../../src/domain/direct-invitations.ts';
import { context, section } from './blocks.ts';
import { plain, plainLines } from './escape.ts';
import { scopedBlockId } from './ids.ts';
import { type Choice, selectInput } from './inputs.ts';
import { seatBar, seatWords } from './seats.ts';

/**
 * The selects of `choices`. A select forgets its value when the choice above it changes; one that has nothing to choose from is
 * replaced by a sentence that says why. Another `generation` empties all of them.
 */
export function accessChoiceBlocks(
  choices: AccessChoices,
  { withOrganization, generation = 0 }: { withOrganization: boolean; generation?: number },
): KnownBlock[] {
  const scopeOf = (parent: string | null) => choiceScope(parent ?? '', generation);
  return [
    ...(withOrganization ? [organizationBlock(choices, scopeOf(''))] : []),
    appBlock(choices, scopeOf(choices.organizationId)),
    subscriptionBlock(choices, scopeOf(choices.appId)),
    ...seatBlocks(choices),
    roleBlock(choices, scopeOf(choices.subscriptionId ?? choices.appId)),
  ];
}

/** The scope of a field that depends on the choice `parent` in a form that was cleared `generation` times. */
export function choiceScope(parent: string, generation: number): string {
  return [parent, ...(generation === 0 ? [] : [String(generation)])].filter((part) => part !== '').join('.');
}

function organizationBlock({ organizations, organizationId }: AccessChoices, scope: string): KnownBlock {
  return choiceBlock({
    name: 'organizationId',
    label: 'Business',
    scope,
    choices: organizations.map(({ id, name }) => ({ value: id, text: name })),
    value: organizationId,
    whyEmpty: 'There is no business that you can invite people to.',
  });
}

function appBlock({ organizations, organizationId, apps, appId }: AccessChoices, scope: string): KnownBlock {
  const business = organizations.find(({ id }) => id === organizationId)?.name ?? 'This business';
  return choiceBlock({
    name: 'appId',
    label: 'App',
    scope,
    choices: apps?.map(({ id, name }) => ({ value: id, text: name })) ?? [],
    value: appId,
    whyEmpty:
      apps === null
        ? 'App: choose a business first.'
        : `${business} has no app yet. Add one with /gatehouse apps.`,
  });
}

function subscriptionBlock({ subscriptions, subscriptionId }: AccessChoices, scope: string): KnownBlock {
  return choiceBlock({
    name: 'subscriptionId',
    label: 'Subscription',
    scope,
    choices:
      subscriptions?.map(({ id, name, plan, isFull }) => ({
        value: id,
        text: name,
        ...described([...(isFull ? ['Full'] : []), ...(plan === name ? [] : [plan])]),
      })) ?? [],
    value: subscriptionId,
    whyEmpty:
      subscriptions === null
        ? 'Subscription: choose an app first.'
        : 'This app has no subscription yet. Add one with /gatehouse subscriptions.',
  });
}

function described(facts: readonly string[]): { description?: string } {
  return facts.length === 0 ? {} : { description: facts.join(' · ') };
}

function seatBlocks({ seats }: AccessChoices): KnownBlock[] {
  if (seats === null) return [];
  const bar = seatBar(seats);
  const words = seatWords(seats);
  return [context(plainLines(bar === null ? [`Seats: ${words}`] : [`Seats: ${bar}`, words]))];
}

function roleBlock({ appId, roles, roleId }: AccessChoices, scope: string): KnownBlock {
  return choiceBlock({
    name: 'roleId',
    label: 'Role',
    scope,
    choices:
      roles?.map(({ id, name, privileged }) => ({
        value: id,
        text: name,
        ...(privileged ? { description: 'Takes two approvers' } : {}),
      })) ?? [],
    value: roleId,
    whyEmpty: whyNoRole(appId, roles === null),
  });
}

/** Roles are offered once the seat to give them with is chosen. */
function whyNoRole(appId: string | null, isTooEarly: boolean): string {
  if (!isTooEarly) return 'This app has no role that you can give. Add one with /gatehouse apps.';
  return appId === null ? 'Role: choose an app first.' : 'Role: choose a subscription first.';
}

interface DependentChoice {
  name: string;
  label: string;
  scope: string;
  choices: Choice[];
  value: string | null;
  whyEmpty: string;
}

/** All but the role decide about the choices below them, so the app is told at once. */
function choiceBlock({ whyEmpty, ...field }: DependentChoice): InputBlock | SectionBlock {
  const id = scopedBlockId(field.name, field.scope);
  if (field.choices.length === 0) return section(plain`${whyEmpty}`, { id });
  return selectInput(field.name === 'roleId' ? field : { ...field, dispatch: true });
}
