import { describe, expect, it } from 'vitest';
import type { PartnerLoss, PartnersOverview } from '../../src/domain/collaborations.ts';
import { domainsModal } from '../../views/collaborations/domains-modal.ts';
import { lostWords, partnershipEndModal } from '../../views/collaborations/partnership-end-modal.ts';
import { visibleText } from '../support/slack-text.ts';
import { partnerRow, partners } from './catalogue-workgroups.ts';
import { actionsIn, nodeWith } from './read.ts';
import { ordinary, times } from './samples.ts';

const birch = partnerRow(ordinary, { name: 'Birch' });
const aster = partnerRow(ordinary, { id: 'c2', name: 'Aster', domain: 'aster', people: 1 });
const since = '<!date^1761984000^{date_short_pretty} {time}|2025-11-01 08:00 UTC>';

describe('the partners', () => {
  const list = (...organizations: PartnersOverview[]) =>
    domainsModal({ metadata: 'm', organizations, offset: 0 });

  it('are none at first, and can be added', () => {
    const view = list(partners());
    expect(visibleText(view.blocks)).toBe(
      '*Aster*\nAdd a partner\nAster has no partner yet. Press Add a partner to let the people of another organization into its collaborative workgroups.',
    );
    expect(actionsIn(view)).toEqual([['partner-add', 'o1']]);
  });

  it('are listed by organization, with their people; one that has left cannot be removed', () => {
    const left = partnerRow(ordinary, {
      id: 'c3',
      name: 'Cedar',
      domain: 'cedar',
      status: 'left',
      people: 0,
    });
    const removed = partnerRow(ordinary, { id: 'c4', name: 'Dial', status: 'removed' });
    const view = list(partners(ordinary, { partners: [birch, left, removed] }));
    expect(visibleText(view.blocks).split('\n').slice(2)).toEqual([
      'Birch (birch)',
      'Partner · 3 people have access to workgroups',
      'Remove',
      `Since ${since}. Its login domain is birch.`,
      'Cedar (cedar)',
      'Has left this partnership.',
      'Only the owners of Cedar can allow it again.',
    ]);
    expect(actionsIn(view)).toEqual([
      ['partner-add', 'o1'],
      ['partner-remove', 'c1'],
    ]);
  });

  it('see whose partner they are: owners leave and allow again, admins are told who can', () => {
    const left = { ...aster, id: 'c3', status: 'left' } as const;
    const of = { organizationId: 'o2', organizationName: 'Birch', hosts: [aster, left] };
    expect(actionsIn(list(partners(ordinary, of)))).toEqual([
      ['partner-add', 'o2'],
      ['partner-leave', 'c2'],
      ['partner-allow', 'c3'],
    ]);
    const asAdmin = list(partners(ordinary, { ...of, mayLeave: false }));
    expect(actionsIn(asAdmin)).toEqual([['partner-add', 'o2']]);
    expect(visibleText(asAdmin)).toContain('Birch is its partner · 1 person of Birch in its workgroups');
    expect(visibleText(asAdmin)).toContain('Owners of Birch can leave.');
  });

  it('page, each page beginning with its organization', () => {
    const rows = times(45, (index) => partnerRow(ordinary, { id: `c${index}`, name: `Partner ${index}` }));
    const organizations = [partners(ordinary, { partners: rows })];
    const second = domainsModal({ metadata: 'm', organizations, offset: 30 });
    expect(visibleText(second.blocks).split('\n')[0]).toBe('*Aster*');
    expect(nodeWith(second, { block_id: 'partner:c30' })).toBeDefined();
    expect(actionsIn(second).at(-1)).toEqual(['page-newer', '0']);
    expect(actionsIn(list(...organizations)).at(-1)).toEqual(['page-older', '30']);
  });
});

describe('the end of a partnership', () => {
  const question = (end: 'remove' | 'leave', loss: PartnerLoss) =>
    partnershipEndModal({ metadata: 'm', end, hostName: 'Aster', partnerName: 'Birch', loss });
  const much = { people: 3, grants: 4, invitations: 2 };
  const little = { people: 1, grants: 1, invitations: 1 };
  const none = { people: 0, grants: 0, invitations: 0 };

  it.each([
    [much, '3 people lose access to workgroups of Aster, and 2 invitations are revoked.'],
    [little, '1 person loses access to workgroups of Aster, and 1 invitation is revoked.'],
    [none, 'Nobody loses access to workgroups of Aster.'],
  ])('asks first, and says who loses what: %j', (loss, text) => {
    const view = question('remove', loss);
    expect([view.title.text, view.submit?.text]).toEqual(['Remove the partner?', 'Remove']);
    expect(visibleText(view)).toContain(text);
  });

  it('says how a partner that has left comes back', () => {
    const view = question('leave', much);
    expect([view.title.text, view.submit?.text]).toEqual(['Leave the partnership?', 'Leave']);
    expect(visibleText(view)).toContain('Aster can add Birch again only if an owner of Birch allows it.');
  });

  it.each([
    [much, '3 people have lost access to workgroups of Aster, and 2 invitations were revoked.'],
    [none, 'Nobody had access to workgroups of Aster.'],
  ])('says afterwards what was lost: %j', (loss, text) => {
    expect(lostWords(loss, 'Aster')).toBe(text);
  });
});
