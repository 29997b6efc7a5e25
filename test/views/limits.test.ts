import { describe, expect, it } from 'vitest';
import { checkMessage, checkView, LIMITS } from '../../src/sandbox/rules/index.ts';
import { everyMessage, everyView } from './catalogue.ts';
import { attacks, hostile, longest, longestPairs, ordinary, type Typed } from './samples.ts';

const cases: [string, Typed][] = [
  ['ordinary words', ordinary],
  ['the longest words', longest],
  ['the longest words in pairs', longestPairs],
];

describe.each(cases)('with %s', (_, typed) => {
  it.each(everyView(typed))('the view "%s" keeps to Slack’s rules', (_name, view) => {
    expect(checkView(view)).toEqual([]);
  });

  it.each(everyMessage(typed))('the message "%s" keeps to Slack’s rules', (_name, message) => {
    expect(checkMessage(message)).toEqual([]);
    expect(message.text.length).toBeLessThanOrEqual(LIMITS.updateText);
  });
});

describe('with hostile words', () => {
  it.each(attacks)('all views and messages keep to Slack’s rules (A39): %j', (attack) => {
    const typed = hostile(attack);
    const problems = [
      ...everyView(typed).map(([name, view]) => ({ name, problems: checkView(view) })),
      ...everyMessage(typed).map(([name, message]) => ({ name, problems: checkMessage(message) })),
    ].filter((checked) => checked.problems.length > 0);
    expect(problems).toEqual([]);
  });
});
