import { describe, expect, it } from 'vitest';
import { commandOf, completionsOf } from '../../../src/sandbox/page/client/conversation/commands.ts';

const commands = ['/invite-user', '/invitations', '/gatehouse'].map((command) => ({
  command,
  description: '',
  usageHint: '',
}));

describe('completing a command', () => {
  it.each([
    ['/', ['/invite-user', '/invitations', '/gatehouse']],
    ['/INVIT', ['/invite-user', '/invitations']],
    ['/gatehouse', ['/gatehouse']],
    ['/gatehouse ', []],
    ['/nothing', []],
    ['a /', []],
    ['', []],
  ])('offers what begins like %j', (typed, offered) => {
    expect(completionsOf(typed, commands).map(({ command }) => command)).toEqual(offered);
  });

  it('knows which command the arguments are for', () => {
    expect(commandOf('/gatehouse help', commands)?.command).toBe('/gatehouse');
    expect(commandOf('/gatehouse', commands)).toBeNull();
    expect(commandOf('/nothing here', commands)).toBeNull();
  });
});
