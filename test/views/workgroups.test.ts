import { describe, expect, it } from 'vitest';
import type { WorkgroupLine } from '../../src/domain/workgroups.ts';
import { ownWorkgroupsModal } from '../../views/workgroups/own-workgroups-modal.ts';
import { waitingModal } from '../../views/workgroups/waiting-modal.ts';
import { workgroupForm } from '../../views/workgroups/workgroup-form.ts';
import { workgroupInviteModal } from '../../views/workgroups/workgroup-invite-modal.ts';
import { readCorrection, workgroupResultView } from '../../views/workgroups/workgroup-result-view.ts';
import { workgroupView } from '../../views/workgroups/workgroup-view.ts';
import { workgroupsModal } from '../../views/workgroups/workgroups-modal.ts';
import { visibleText } from '../support/slack-text.ts';
import {
  inviteResult,
  waitingRow,
  workgroupDetail,
  workgroupMember,
  workgroupRow,
} from './catalogue-workgroups.ts';
import { actionsIn, inputsIn, nodeWith } from './read.ts';
import { at, ordinary, times } from './samples.ts';

const metadata = 'm';
const viewerId = 'u9';
const pilots = { name: 'Pilots', description: null };

describe('the list of workgroups', () => {
  const list = { metadata, mayCreate: true, total: 0, offset: 0 };

  it('says what to do while there is none', () => {
    const view = workgroupsModal({ ...list, rows: [] });
    expect(visibleText(view.blocks)).toBe(
      'Create a workgroup\nNo workgroup yet. Create the first one, then invite people into it. Decide first whether partners’ people can be let in: that is fixed from then on.',
    );
    expect(actionsIn(view)).toEqual([['workgroup-create', undefined]]);
  });

  it('shows of each who is in it and who waits, and whether it is collaborative', () => {
    const rows = [
      workgroupRow(ordinary, pilots),
      workgroupRow(ordinary, {
        ...pilots,
        id: 'w2',
        collaborative: false,
        members: 1,
        admins: 0,
        waiting: 0,
      }),
    ];
    const view = workgroupsModal({ ...list, rows, mayCreate: false });
    expect(visibleText(view.blocks)).toBe(
      [
        'Pilots\nAster · Collaborative\n3 members, 1 admin · 2 waiting\nOpen',
        'Pilots\nAster · Not collaborative\n1 member, 0 admins\nOpen',
      ].join('\n'),
    );
    expect(nodeWith(view, { action_id: 'workgroup-open', value: 'w2' })).toMatchObject({
      accessibility_label: 'Open the workgroup Pilots of Aster',
    });
  });

  it('pages', () => {
    const rows = times(30, (index) => workgroupRow(ordinary, { ...pilots, id: `w${index}` }));
    const pagesOf = (offset: number) =>
      actionsIn(workgroupsModal({ ...list, rows, total: 61, offset })).filter(([action]) =>
        action.startsWith('page'),
      );
    expect(pagesOf(0)).toEqual([['page-older', '30']]);
    expect(pagesOf(30)).toEqual([
      ['page-newer', '0'],
      ['page-older', '60'],
    ]);
    expect(pagesOf(60)).toEqual([['page-newer', '30']]);
  });
});

describe('one’s own workgroups', () => {
  it('are left with a question', () => {
    const row = { grantId: 'g1', organizationName: 'Aster', name: 'Pilots', role: 'member' } as const;
    const view = ownWorkgroupsModal({
      rows: [{ ...row, partnerName: 'Birch' }],
      notice: 'You have left Board.',
    });
    expect(visibleText(view.blocks)).toContain(
      'You have left Board.\nPilots of Aster\nWorkgroup member · through Birch\nLeave',
    );
    expect(actionsIn(view)).toEqual([['workgroup-leave', 'g1']]);
    expect(JSON.stringify(view)).toContain('You lose your access to Pilots of Aster. To come back');
    expect(visibleText(ownWorkgroupsModal({ rows: [] }).blocks)).toBe('You are in no workgroup.');
  });
});

describe('the form of a workgroup', () => {
  it('has no default for what is fixed from then on, and says so', () => {
    const view = workgroupForm({ metadata, mode: 'create', organizations: [{ id: 'o1', name: 'Aster' }] });
    expect(inputsIn(view)).toEqual(['name', 'description', 'collaborative']);
    expect(nodeWith(view, { action_id: 'collaborative' })).not.toHaveProperty('initial_option');
    expect(visibleText(view)).toContain(
      'This is fixed once the workgroup is created: nobody can change it later.',
    );
  });

  it('asks for the organization only where there are several', () => {
    const organizations = [
      { id: 'o1', name: 'Aster' },
      { id: 'o2', name: 'Birch' },
    ];
    expect(inputsIn(workgroupForm({ metadata, mode: 'create', organizations }))[0]).toBe('organizationId');
  });

  it('changes all but that', () => {
    const view = workgroupForm({
      metadata,
      mode: 'edit',
      name: 'Pilots',
      description: 'Fly',
      collaborative: false,
    });
    expect(inputsIn(view)).toEqual(['name', 'description']);
    expect(visibleText(view)).toContain(
      'The workgroup is not collaborative. That was fixed when it was created.',
    );
  });
});

describe('a workgroup', () => {
  const ada = workgroupMember();

  it('shows its people, the way they came, and what can be done with each', () => {
    const bo = workgroupMember(ordinary, {
      grantId: 'g2',
      name: 'Bo Berg',
      role: 'admin',
      partnerName: null,
    });
    const view = workgroupView({
      metadata,
      viewerId,
      workgroup: workgroupDetail(ordinary, {
        ...pilots,
        people: [ada, bo],
        partners: [{ id: 'p1', name: 'Birch' }],
      }),
    });
    const text = visibleText(view);
    expect(text).toContain('People of Birch can be let in as well.');
    expect(text).toContain(
      'Ada Lovelace (ada.lovelace, ada@aster.example)\nWorkgroup member · through Aster',
    );
    expect(text).toContain('Bo Berg (ada.lovelace, ada@aster.example)\nWorkgroup admin\n');
    expect(actionsIn(view)).toEqual([
      ['workgroup-invite', 'w1'],
      ['workgroup-waiting', 'w1'],
      ['workgroup-edit', 'w1'],
      ['workgroup-archive', 'w1'],
      ['workgroup-role', 'g1:admin'],
      ['workgroup-remove', 'g1'],
      ['workgroup-role', 'g2:member'],
      ['workgroup-remove', 'g2'],
    ]);
  });

  it('lets whoever looks leave, and not change their own role', () => {
    const view = workgroupView({
      metadata,
      viewerId: ada.accountId,
      workgroup: workgroupDetail(ordinary, { ...pilots, mayEdit: false, waiting: 0, people: [ada] }),
    });
    expect(actionsIn(view)).toEqual([
      ['workgroup-invite', 'w1'],
      ['workgroup-remove', 'g1'],
    ]);
    expect(nodeWith(view, { action_id: 'workgroup-remove' })).toMatchObject({
      text: { text: 'Leave' },
      confirm: { title: { text: 'Leave Pilots?' }, confirm: { text: 'Leave' } },
    });
  });

  it.each([
    [{ members: 3, admins: 1, waiting: 2 }, '4 people lose access, and 2 invitations are revoked.'],
    [{ members: 1, admins: 0, waiting: 0 }, '1 person loses access.'],
    [{ members: 0, admins: 0, waiting: 1 }, 'Nobody loses access, and 1 invitation is revoked.'],
  ])('asks before it is archived, and says how many lose it: %j', (counts, text) => {
    const view = workgroupView({
      metadata,
      viewerId,
      workgroup: workgroupDetail(ordinary, { ...pilots, ...counts }),
    });
    expect(nodeWith(view, { action_id: 'workgroup-archive' })).toMatchObject({
      confirm: {
        title: { text: 'Archive Pilots?' },
        text: { text: `${text} Everybody concerned is told. This cannot be undone.` },
        confirm: { text: 'Archive' },
      },
    });
  });

  it('offers its own admin people and no more', () => {
    const workgroup = workgroupDetail(ordinary, { mayEdit: false, waiting: 0, people: [ada] });
    expect(actionsIn(workgroupView({ metadata, viewerId, workgroup })).map(([action]) => action)).toEqual([
      'workgroup-invite',
      'workgroup-role',
      'workgroup-remove',
    ]);
  });

  it('says what to do while it is empty, or has no partner, or can have none', () => {
    const textOf = (collaborative: boolean) =>
      visibleText(
        workgroupView({ metadata, viewerId, workgroup: workgroupDetail(ordinary, { collaborative }) }),
      );
    expect(textOf(true)).toContain('Nobody is in it yet. Press Invite people.');
    expect(textOf(true)).toContain('Aster has no partner yet. Its admins add one with /gatehouse domains.');
    expect(textOf(false)).toContain('Only people of Aster can be let in.');
  });
});

describe('inviting into a workgroup', () => {
  const birch = { id: 'p1', name: 'Birch' };
  const cedar = { id: 'p2', name: 'Cedar' };
  const form = (
    more: Parameters<typeof workgroupDetail>[1],
    values: Parameters<typeof workgroupInviteModal>[0]['values'] = {},
  ) => workgroupInviteModal({ metadata, workgroup: workgroupDetail(ordinary, more), values });

  it('makes two clear choices of the roles, neither of them the default', () => {
    const view = form({ partners: [birch] });
    expect(view.submit?.text).toBe('Grant access');
    const role = nodeWith(view, { type: 'radio_buttons' });
    expect(role).not.toHaveProperty('initial_option');
    expect(visibleText(role ?? {})).toBe(
      'Member\nIs in the workgroup and manages nothing.\nAdmin\nAlso invites people, changes their roles, removes them.',
    );
    expect(inputsIn(view)).toEqual(['role', 'emails', 'through', 'note', 'expiryDays']);
  });

  it('names the only partner, and ticks nothing by itself', () => {
    const view = form({ partners: [birch] });
    expect(nodeWith(view, { type: 'checkboxes' })).not.toHaveProperty('initial_options');
    expect(nodeWith(view, { value: 'p1' })).toMatchObject({
      text: { text: 'Invite through a partner domain' },
      description: { text: 'The people of Birch' },
    });
  });

  it('lets choose among several once it is ticked, and keeps what was typed', () => {
    const partners = [birch, cedar];
    expect(inputsIn(form({ partners }))).not.toContain('partnerId');
    const values = { isThrough: true, role: 'admin', emails: 'a@birch.example', partnerId: 'p2', note: 'Hi' };
    const view = form({ partners }, values);
    expect(inputsIn(view)).toEqual(['role', 'emails', 'through', 'partnerId', 'note', 'expiryDays']);
    expect(nodeWith(view, { action_id: 'partnerId' })).toMatchObject({ initial_option: { value: 'p2' } });
    expect(nodeWith(view, { action_id: 'emails' })).toMatchObject({ initial_value: 'a@birch.example' });
    expect(nodeWith(view, { type: 'radio_buttons' })).toMatchObject({ initial_option: { value: 'admin' } });
  });

  it.each([
    [
      { collaborative: false, partners: [birch] },
      'This workgroup is not collaborative: only people of Aster can be let in.',
    ],
    [{ partners: [] }, 'Aster has no partner yet: only its own people can be let in.'],
  ])('says why nobody can be invited through a partner: %j', (more, text) => {
    const view = form(more);
    expect(inputsIn(view)).not.toContain('through');
    expect(visibleText(view)).toContain(text);
  });
});

describe('what became of the addresses', () => {
  const result = (lines: WorkgroupLine[], more: Parameters<typeof inviteResult>[1] = {}) =>
    workgroupResultView({
      metadata,
      result: inviteResult(ordinary, { workgroupName: 'Pilots', partnerName: 'Birch', lines, ...more }),
    });

  it('is a line each, the problems first as in the counts, and else as they were typed', () => {
    const view = result([
      { address: 'a@birch.example', outcome: 'granted', personName: 'Ada Lovelace' },
      { address: 'b@cedar.example', outcome: 'not-a-partner', problem: 'Check the partner.' },
      { address: 'c@birch.example', outcome: 'waiting-for-account' },
      { address: 'd@birch.example', outcome: 'already-member' },
      { address: 'nobody', outcome: 'invalid', problem: 'is not an e-mail address' },
    ]);
    expect(view.title.text).toBe('Access granted');
    const [target, summary, ...lines] = visibleText(view.blocks.slice(0, 3)).split('\n');
    expect(target).toBe('As member of Pilots, a workgroup of Aster, through Birch.');
    expect(summary).toBe(
      'Not a partner domain: 1, Not valid: 1, Granted: 1, Waiting for account: 1, Already a member: 1.',
    );
    expect(lines).toEqual([
      '• b@cedar.example: Not a partner domain. Check the partner.',
      '• nobody: Not valid. It is not an e-mail address.',
      '• Ada Lovelace (a@birch.example): Granted',
      '• c@birch.example: Waiting for account',
      '• d@birch.example: Already a member',
    ]);
    expect(actionsIn(view)).toEqual([['workgroup-correct', 'b@cedar.example\nnobody']]);
  });

  it('carries whole addresses and the whole note to the form that corrects them', () => {
    const note = `Welcome.\n\n${'x'.repeat(480)}`;
    const lines = times(
      100,
      (index): WorkgroupLine => ({ address: `person ${index} at ${'y'.repeat(20)}`, outcome: 'invalid' }),
    );
    const view = workgroupResultView({ metadata, note, result: inviteResult(ordinary, { lines }) });
    const [[, value = ''] = []] = actionsIn(view);
    expect(value.length).toBeLessThanOrEqual(2000);
    const { emails, note: kept } = readCorrection(value);
    expect(kept).toBe(note);
    const addresses = lines.map(({ address }) => address);
    expect(emails.split('\n')).toEqual(addresses.slice(0, emails.split('\n').length));
    expect(emails.length).toBeGreaterThan(1400);
  });

  it('says what happens next', () => {
    const text = visibleText(
      result([
        { address: 'a@birch.example', outcome: 'granted' },
        { address: 'c@birch.example', outcome: 'waiting-for-account' },
      ]),
    );
    expect(text).toContain(
      'they are told by direct message and e-mail, and see the workgroup in their Home tab.',
    );
    expect(text).toMatch(
      /The access begins by itself once they have an account and belong to Birch, until <!date[^>]*>\./,
    );
  });

  it('does not say that anything was granted when nothing was', () => {
    expect(result([{ address: 'x', outcome: 'invalid' }]).title.text).toBe('Nothing has changed');
    expect(result([{ address: 'x@y.example', outcome: 'waiting-for-account' }]).title.text).toBe(
      'Invitations sent',
    );
  });
});

describe('who waits', () => {
  it('says where an account is missing, and offers to resend and to revoke', () => {
    const row = waitingRow(ordinary, {
      personName: null,
      access: { kind: 'workgroup', workgroupName: 'Pilots', role: 'admin', partnerName: 'Birch' },
      createdAt: at('21T09:35'),
    });
    const view = waitingModal({ metadata, items: [row], older: null, newer: null });
    expect(visibleText(view)).toContain('Pending, waiting for account at Birch · Workgroup admin of Pilots');
    expect(actionsIn(view)).toEqual([
      ['waiting-resend', row.id],
      ['waiting-revoke', row.id],
    ]);
  });

  it.each([
    [null, 'Has an account; waits for access to Aster · Workgroup admin of Pilots'],
    ['Birch', 'Has an account; waits for access to Birch · Workgroup admin of Pilots'],
  ])('says that there is an account, and that it was sent again: %s', (partnerName, line) => {
    const row = waitingRow(ordinary, {
      access: { kind: 'workgroup', workgroupName: 'Pilots', role: 'admin', partnerName },
      createdAt: at('21T09:35'),
      inviterName: 'Olga Owens',
      waitsForAccess: true,
      isResent: true,
    });
    const text = visibleText(waitingModal({ metadata, items: [row], older: null, newer: null }));
    expect(text).toContain(line);
    expect(text).toMatch(/Sent <!date[^>]*>, and again since by Olga Owens\. Valid until/);
  });

  it('says when nobody waits any more', () => {
    const view = waitingModal({ metadata, items: [], older: null, newer: null, notice: 'It is revoked.' });
    expect(visibleText(view.blocks)).toBe(
      'It is revoked.\nNobody waits any more. Close this to see the workgroup.',
    );
  });
});
