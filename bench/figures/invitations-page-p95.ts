import { crowdFigure } from '../support/crowd.ts';

export const invitationsPageP95 = crowdFigure({
  name: 'invitations-page-p95',
  what: 'one page of /invitations, of every kind',
  kind: 'page',
});
