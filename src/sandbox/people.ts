import type { Person } from './slack/screen.ts';

/** Where the people of the sandbox are: what Slack says of everybody who has chosen no other zone. */
export const timeZone = 'Europe/London';

/** The pretend workspace of the sandbox. All addresses end in the domains that are reserved for examples. */
export const workspace = { id: 'T0ASTER', name: 'Aster Labs' };

const somebody = (id: string, realName: string, title: string, more: Partial<Person> = {}): Person => {
  const [first = ''] = realName.toLowerCase().split(' ');
  return {
    id,
    name: first,
    realName,
    title,
    email: `${first}@aster.example`,
    isWorkspaceAdmin: false,
    isHome: true,
    timeZone,
    ...more,
  };
};

export const olga = somebody('U0OLGA', 'Olga Owens', 'Owner', { isWorkspaceAdmin: true });
export const adam = somebody('U0ADAM', 'Adam Adler', 'Admin');
export const iris = somebody('U0IRIS', 'Iris Newman', 'Newcomer, has no account yet');
export const oscar = somebody('U0OSCAR', 'Oscar Outland', 'Outsider, from another workspace', {
  email: 'oscar@outland.example',
  isHome: false,
  teamId: 'T0OUTLAND',
});

/** The people of a partner organization, whose login domain is `cedar`. */
export const petra = somebody('U0PETRA', 'Petra Pine', 'Owner of Cedar Care, a partner', {
  email: 'petra@cedar.example',
});
export const paul = somebody('U0PAUL', 'Paul Peters', 'Member of Cedar Care', {
  email: 'paul@cedar.example',
});
export const nina = somebody('U0NINA', 'Nina Nolan', 'Works at Cedar Care, has no account yet', {
  email: 'nina@cedar.example',
});

export const people = [olga, adam, iris, oscar, petra, paul, nina];

/** `APP` is Gatehouse's own bot. */
export const channels = [
  { id: 'C0GENERAL', name: 'general', members: [olga.id, adam.id, iris.id] },
  { id: 'C0APPROVALS', name: 'access-approvals', members: [olga.id, adam.id, 'APP'] },
  { id: 'C0SHARED', name: 'shared-with-outland', members: [olga.id, oscar.id, 'APP'] },
];

export const approvalsChannel = 'C0APPROVALS';

/** What to try first: exactly three lines beside the workspace. */
export const tryThis = [
  'As Olga, type `/invite-user iris@aster.example`, choose Aster Labs and send the invitation.',
  'Read the code in the Mailbox, become Iris, and type `/request-access` with it.',
  'Become Olga again and approve in #access-approvals; as Iris, accept in Gatehouse.',
];
