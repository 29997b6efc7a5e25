import { describe, expect, it } from 'vitest';
import { type BulkProblem, bulkActions, bulkAtMost } from '../../src/domain/bulk.ts';
import { stale } from '../../src/domain/errors.ts';
import { checkMessage, checkView } from '../../src/sandbox/rules/index.ts';
import { bulkPreview } from '../../views/invitations/bulk-preview.ts';
import { bulkProgressView, bulkResultMessages, bulkResultView } from '../../views/invitations/bulk-result.ts';
import { retryResultView } from '../../views/invitations/retry-result-view.ts';
import { visibleText } from '../support/slack-text.ts';
import { at, longest, longestPairs, ordinary, times } from './samples.ts';

const revoke = { kind: 'revoke' } as const;
const lineOf = (email: string, person: string): BulkProblem => ({
  email,
  problem: stale(person, at('21T09:35')).message,
});

describe.each([
  ['ordinary words', ordinary],
  ['the longest words', longest],
  ['the longest words in pairs', longestPairs],
])('a hundred reasons with %s', (_, typed) => {
  const problems = times(bulkAtMost, () => lineOf(typed.email, typed.person));

  it('keep to Slack’s rules, and none is missing', () => {
    const preview = bulkPreview(
      { action: revoke, possible: 1, addresses: [typed.email], problems },
      'opaque',
    );
    const result = bulkResultView({ action: revoke, done: 0, problems });
    const messages = bulkResultMessages({ action: revoke, done: 0, problems });
    for (const view of [preview, result]) {
      expect(checkView(view)).toEqual([]);
      expect(visibleText(view).match(/Already handled by/g)).toHaveLength(bulkAtMost);
    }
    expect(messages.flatMap(checkMessage)).toEqual([]);
    const told = messages.map((message) => JSON.stringify(message.blocks)).join('');
    expect(told.match(/Already handled by/g)).toHaveLength(bulkAtMost);
    for (const { blocks } of messages) expect(JSON.stringify(blocks).length).toBeLessThan(12_000);
  });
});

describe('what was sent again', () => {
  it('says in the reader’s time zone when somebody else was faster', () => {
    const problems = [{ email: 'ada@aster.example', problem: stale('Olga', at('21T09:35')).message }];
    const view = retryResultView({ resent: 1, problems, left: 0, next: null });
    const text = visibleText(view);
    expect(checkView(view)).toEqual([]);
    expect(text).toContain('Not sent:\nada@aster.example: Already handled by Olga');
    const texts = view.blocks.flatMap((block) => ('text' in block ? [block.text] : []));
    const shown = texts.find((one) => JSON.stringify(one).includes('<!date'));
    expect(shown).toMatchObject({
      type: 'mrkdwn',
      text: expect.stringMatching(/^ada@aster\.example: Already/),
    });
  });
});

describe('the progress', () => {
  it('says what to do when nothing moves, and keeps the bulk', () => {
    const progress = { done: 1, total: 3, startedAt: at('21T09:35') };
    const view = bulkProgressView({ externalId: 'bulk-1', metadata: 'opaque' }, progress, at('21T09:35'));
    expect(checkView(view)).toEqual([]);
    expect(view).toMatchObject({ callback_id: 'bulk-preview', private_metadata: 'opaque' });
    expect(view.submit?.text).toBe('Go on');
    expect(visibleText(view)).toContain('If nothing moves for a minute, press Go on: nothing is done twice.');
  });
});

const some = (amount: number) => times(amount, (index) => `ada${index + 1}@aster.example`);

describe('the words', () => {
  it('name up to ten of those that end', () => {
    const view = bulkPreview({ action: revoke, possible: 12, addresses: some(12), problems: [] }, 'opaque');
    expect(view.submit?.text).toBe('Revoke 12');
    const text = visibleText(view);
    expect(text).toContain('• ada1@aster.example\n');
    expect(text).toMatch(/• ada10@aster\.example\nand 2 more/);
  });

  it.each(bulkActions)('promise and say one or several: $kind $days', (action) => {
    const texts = [1, 2].flatMap((amount) => [
      visibleText(bulkPreview({ action, possible: amount, addresses: some(amount), problems: [] }, 'opaque')),
      visibleText(bulkResultView({ action, done: amount, problems: [] })),
    ]);
    expect(texts).toMatchSnapshot();
  });

  it('name the address with its reason, and nobody where nobody may know', () => {
    const hidden = { email: null, problem: "You can't do this, or it no longer exists." };
    const problems = [hidden, lineOf('ada@aster.example', 'Olga')];
    const text = visibleText(bulkResultView({ action: revoke, done: 1, problems }));
    expect(text).toContain('1 invitation is revoked. 2 invitations did not work. You can take each back');
    expect(text).toContain(
      "Not done\nYou can't do this, or it no longer exists.\nada@aster.example: Already handled by Olga",
    );
  });
});
