/** The workspace of the pretend Slack, and the one person in it who types. All invented. */
export const workspace = { id: 'T0BENCH', name: 'Bench' };
export const userId = 'U0BENCH';
export const botToken = 'xoxb-0-bench';
export const signingSecret = '0123456789abcdef0123456789abcdef';
export const account = { username: 'bench', email: 'bench@aster.example' };
