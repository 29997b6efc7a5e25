import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../src/domain/settings.ts';
import { settingsModal } from '../../views/organizations/settings-modal.ts';
import { visibleText } from '../support/slack-text.ts';
import { inputsIn, nodeWith } from './read.ts';

describe('Settings', () => {
  const view = (more: Partial<typeof defaultSettings> = {}) =>
    settingsModal({
      metadata: 'm',
      organizationId: 'o1',
      organizationName: '<!channel> Aster',
      settings: { ...defaultSettings, ...more },
    });
  const element = (name: string, more: Parameters<typeof view>[0] = {}) =>
    nodeWith(view(more), { action_id: name });

  it('shows what holds', () => {
    expect(view()).toMatchObject({
      callback_id: 'settings',
      private_metadata: 'm',
      submit: { text: 'Save' },
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: '<!channel> Aster' } },
        {},
        {},
        {},
        {},
        {},
      ],
    });
    expect(inputsIn(view())).toEqual(['acceptance', 'allowedDomains', 'expiryDays', 'whoMayInvite']);
    expect(element('acceptance')?.initial_options).toMatchObject([
      { value: 'organization', text: { text: 'Access to the organization' } },
      { value: 'app', text: { text: 'Access to an app' } },
    ]);
    expect(element('allowedDomains')).not.toHaveProperty('initial_value');
    expect(element('expiryDays')?.initial_option).toMatchObject({ value: '7', text: { text: '7 days' } });
    expect(element('whoMayInvite')?.initial_option).toMatchObject({
      value: 'admin',
      text: { text: 'Owners and admins' },
    });
  });

  it('ticks nothing where nobody has to accept, which is allowed', () => {
    const acceptance = { organization: false, app: false, workgroup: false };
    expect(element('acceptance', { acceptance })).not.toHaveProperty('initial_options');
    expect(nodeWith(view(), { block_id: 'acceptance' })?.optional).toBe(true);
    expect(
      element('acceptance', { acceptance: { organization: false, app: true, workgroup: false } }),
    ).toMatchObject({
      initial_options: [{ value: 'app' }],
    });
  });

  it('lists the allowed domains one per line', () => {
    const allowedDomains = ['aster.example', 'birch.example'];
    expect(element('allowedDomains', { allowedDomains })?.initial_value).toBe('aster.example\nbirch.example');
    expect(visibleText(view())).toContain(
      'One per line. Leave it empty for any domain. It also holds for people who enter a partner’s workgroup through you.',
    );
  });

  it('says in words who may invite', () => {
    expect(element('whoMayInvite')?.options).toMatchObject([
      { value: 'owner', text: { text: 'Owners' } },
      { value: 'admin', text: { text: 'Owners and admins' } },
      { value: 'member', text: { text: 'Everybody in the organization' } },
    ]);
  });
});
